import { createHash } from 'node:crypto'
import type { MethodName } from '../../src/shared/contract.ts'
import { badInput, type Case, takesNothing } from './case.ts'

/** Cases for the history of changes. They come right after a view has been removed. */
export const undoCases: { readonly [M in Extract<MethodName, `undo.${string}`>]: Case<M> } = {
  'undo.next': {
    good: () => ({}),
    check: ({ next }, { kept }) => {
      if (next?.line.type !== 'entry') return false
      kept.set('undo', String(next.line.entry.id))
      return next.how === 'profile' && next.line.entry.action === 'views.remove' && !next.isRedo
    },
    bad: () => [badInput('text'), badInput({ beforeId: 3 })],
  },
  'undo.apply': {
    good: ({ kept }) => ({ entryId: Number(kept.get('undo')) }),
    check: ({ entry, withoutToken }, { kept }) =>
      entry?.action === 'views.save' && entry.undoOf === Number(kept.get('undo')) && !withoutToken,
    bad: () => [
      badInput({}),
      badInput({ entryId: 'last' }),
      { input: { entryId: 1_000_000 }, code: 'undo.impossible' },
    ],
  },
}

/** Cases for the record. Erasing comes last. */
export const activityCases: { readonly [M in Extract<MethodName, `activity.${string}`>]: Case<M> } = {
  'activity.list': {
    good: ({ serverId }) => ({ serverIds: [serverId], limit: 50 }),
    check: (entries) => entries.some((entry) => entry.action === 'cron.setNote' && entry.result === 'done'),
    bad: () => [
      badInput({ limit: 0 }),
      badInput({ limit: 'many' }),
      badInput({ text: 'ab' }),
      badInput({ serverIds: [] }),
      badInput({ result: 'fine' }),
    ],
  },
  'activity.lines': {
    good: () => ({ op: 'update' }),
    check: ({ lines, nextBeforeId }) => lines.length > 0 && nextBeforeId === null,
    bad: () => [badInput({ limit: 1001 }), badInput({ op: 'rename' })],
  },
  'activity.people': {
    good: () => ({}),
    check: (people) => people.length === 1,
    bad: takesNothing,
  },
  'activity.perDay': {
    good: () => ({ startsMs: [Date.now() - 2 * 86_400_000, Date.now() - 86_400_000] }),
    check: ([yesterday, today]) => yesterday?.done === 0 && today !== undefined && today.done > 0,
    bad: () => [
      badInput({}),
      badInput({ startsMs: [] }),
      badInput({ startsMs: [2, 1] }),
      badInput({ startsMs: [0.5] }),
    ],
  },
  'activity.export': {
    good: ({ serverId }) => ({ serverIds: [serverId], format: 'csv' }),
    check: ({ text, sha256, entries }) =>
      entries > 0 && text.startsWith('\ufeffid,time,') && sha256 === createHash('sha256').update(text).digest('hex'),
    bad: () => [badInput({ format: 'xml' })],
  },
  'activity.erasure': {
    good: ({ otherServerId }) => ({ serverIds: [otherServerId] }),
    check: ({ entries }) => entries > 0,
    bad: () => [badInput({}), badInput({ serverIds: [] })],
  },
  'activity.erase': {
    good: ({ otherServerId }) => ({ serverIds: [otherServerId] }),
    check: ({ entries }) => entries > 0,
    bad: () => [badInput({}), badInput({ serverIds: [] })],
  },
}
