import { expect, test } from 'vitest'
import type { PlanServer } from '../../../shared/model/plan.ts'
import type { ConfirmableFlag } from '../../../shared/plan-flags.ts'
import { runPart } from './run-part.ts'

type Part = PlanServer['parts'][number]
const part = (items: number, over: Partial<Part> = {}): Part => ({
  flags: [],
  op: 'update',
  undo: 'full',
  items,
  requests: items,
  ...over,
})
const server = (serverId: string, etaMs: number, parts: readonly Part[]): PlanServer => ({
  serverId,
  name: serverId,
  environment: 'production',
  items: parts.reduce((count, { items }) => count + items, 0),
  parts: [...parts],
  requests: parts.reduce((count, { requests }) => count + requests, 2),
  etaMs,
  readAtMs: null,
})
const included = (...flags: ConfirmableFlag[]): ReadonlySet<ConfirmableFlag> => new Set(flags)
const first = { flags: ['first-restriction', 'production'] } as const
const both = { flags: ['last-restriction', 'changed-since', 'irreversible'], op: 'remove', undo: 'none' } as const

const plan = {
  servers: [
    server('slow', 1000, [part(8, { flags: [...first.flags] })]),
    server('mixed', 600, [part(6), part(4, { flags: [...first.flags] })]),
    server('grave', 500, [part(3, { ...both, flags: [...both.flags] })]),
  ],
}

test('counts only what runs, and leaves out servers on which nothing does', () => {
  expect(runPart(plan, included())).toMatchObject({
    changes: 6,
    servers: [{ serverId: 'mixed', items: 6, requests: 8, etaMs: 400 }],
    etaMs: 400,
    undo: { full: 6, recreate: 0, none: 0 },
    typed: null,
  })
})

test('counts an item with two flags only if both are included', () => {
  expect(runPart(plan, included('changed-since')).changes).toBe(6)
  expect(runPart(plan, included('changed-since', 'last-restriction'))).toMatchObject({
    changes: 9,
    undo: { full: 6, none: 3 },
    typed: { word: 'delete', count: 3 },
  })
})

test('is the whole plan if everything is included', () => {
  const whole = runPart(plan, included('first-restriction', 'last-restriction', 'changed-since'))
  expect(whole).toMatchObject({ changes: 21, etaMs: 1000 })
  expect(whole.servers).toEqual(plan.servers)
})
