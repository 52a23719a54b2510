import { expect, it } from 'vitest'
import { z } from 'zod'
import { methods } from './contract.ts'
import { strictly } from './strict.ts'

/** The types that hold other schemas which `strictly` reaches, and those that hold none. */
const known = new Set(
  'object array record union optional nonoptional nullable default string number boolean enum literal never'.split(' '),
)

/** Returns what is wrong in a schema: objects that take unknown fields, and types that may hide some. */
function faultsOf(schema: z.core.$ZodType, path: string): readonly string[] {
  const { def } = (schema as z.core.$ZodTypes)._zod
  const own = def.type === 'object' && def.catchall?._zod.def.type !== 'never' ? [`${path} takes unknown fields`] : []
  const isSchema = (value: unknown): value is z.core.$ZodType =>
    typeof value === 'object' && value !== null && '_zod' in value
  const parts = Object.entries(def).flatMap(([name, part]): [string, unknown][] =>
    typeof part === 'object' && part !== null && !isSchema(part) && name !== 'checks'
      ? Object.entries(part as object)
      : [[name, part]],
  )
  return [
    ...own,
    ...(known.has(def.type) ? [] : [`${path} is of the type ${def.type}`]),
    ...parts.flatMap(([name, part]) => (isSchema(part) ? faultsOf(part, `${path}.${name}`) : [])),
  ]
}

it('lets no input of the contract take a field that it does not name', () => {
  expect(Object.entries(methods).flatMap(([name, { input }]) => faultsOf(input, name))).toEqual([])
})

it('leaves the schema as it is, and its checks and defaults in force', () => {
  const inside = z.object({ tags: z.array(z.string()).default([]) })
  const tolerant = z
    .object({ inside, by: z.record(z.string(), inside).optional() })
    .refine(({ by }) => by !== undefined)
  const one = { inside: { extra: 1 }, by: { x: {} } }
  expect(tolerant.parse(one)).toEqual({ inside: { tags: [] }, by: { x: { tags: [] } } })
  const strict = strictly(tolerant)
  expect(strict.safeParse(one).error?.issues).toMatchObject([{ code: 'unrecognized_keys', path: ['inside'] }])
  expect(strict.safeParse({ inside: {}, by: { x: { extra: 1 } } }).error?.issues[0]?.path).toEqual(['by', 'x'])
  expect(strict.safeParse({ inside: {} }).error?.issues).toMatchObject([{ code: 'custom' }])
  const [first, second] = [strict.parse({ inside: {}, by: {} }), strict.parse({ inside: {}, by: {} })]
  expect(first).toEqual({ inside: { tags: [] }, by: {} })
  expect(first.inside.tags).not.toBe(second.inside.tags)
})
