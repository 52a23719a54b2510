import { readdirSync } from 'node:fs'

/** Code loops over the table of kinds, or asks a kind for what differs, so that a further kind is found by all. */
const kindNames = [
  ...new Set(
    ['core', 'demo', 'renderer'].flatMap((room) =>
      readdirSync(new URL(`../src/${room}/kinds/`, import.meta.url), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name),
    ),
  ),
]
const kindName = `/^(${kindNames.join('|')})$/`
const kindAction = `/^(${kindNames.join('|')})\\./`
/** A table by kind that is no table of all kinds: the keys of a map, the values of options. */
const kindInTable = [
  `NewExpression[callee.name='Map'] > ArrayExpression > ArrayExpression > Literal[value=${kindName}]:first-child`,
  `Property[key.name='value'] > Literal[value=${kindName}]`,
  `TSTypeReference[typeName.name='ActionOf'] TSLiteralType > Literal[value=${kindName}]`,
].map((selector) => ({ selector, message: 'Only the folder of a kind names it: loop over the table of kinds.' }))
const noKindCompared = [`Literal[value=${kindName}]`, `Literal[value=${kindAction}]`].map((name) => ({
  selector: `:matches(BinaryExpression[operator=/^[!=]==?$/], SwitchCase) > ${name}`,
  message: 'Only the folder of a kind tells it from others: what differs is a member of its value.',
}))
export const noKindNamed = [...noKindCompared, ...kindInTable]
/** Where a kind, or an action of a kind, is told from others, because no folder of a kind can. */
export const mayCompareKinds = [
  'src/{core,demo,renderer}/kinds/*/**',
  'src/shared/kinds/*',
  // The note of a job, and the actions of earlier versions in the record.
  'src/core/activity/row-of.ts',
  'src/renderer/changes/action-words.ts',
  '**/*.test.ts',
  '**/fixtures.ts',
  '**/*.fixture.ts',
]
