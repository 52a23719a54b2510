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
export const noKindCompared = [`Literal[value=${kindName}]`, `Literal[value=${kindAction}]`].map((name) => ({
  selector: `:matches(BinaryExpression[operator=/^[!=]==?$/], SwitchCase) > ${name}`,
  message: 'Only the folder of a kind tells it from others: what differs is a member of its value.',
}))
/** Where a kind, or an action of a kind, is told from others, because no folder of a kind can. */
export const mayCompareKinds = [
  'src/{core,demo,renderer}/kinds/*/**',
  'src/shared/kinds/*',
  // The note of a job, the actions of earlier versions in the record, and the titles of actions.
  'src/core/activity/row-of.ts',
  'src/renderer/changes/action-words.ts',
  'src/renderer/bulk/title-of.ts',
  '**/*.test.ts',
  '**/fixtures.ts',
  '**/*.fixture.ts',
]
