import { createPinia, setActivePinia } from 'pinia'
import { expect, it } from 'vitest'
import type { UndoPreview, UndoStep } from '../../../shared/model/undo.ts'
import { anEntry } from '../../test-data/an-entry.test-data.ts'
import { inApp } from './in-app.test-data.ts'
import { useUndoWords } from './use-undo-words.ts'

type SkippedUndo = UndoPreview['skipped'][number]

setActivePinia(createPinia())
const words = inApp(useUndoWords)

const entryLine = (patch: Parameters<typeof anEntry>[0]) => ({
  type: 'entry' as const,
  entry: anEntry({ atMs: Date.now() - 120_000, ...patch }),
})
const step = (over: Partial<UndoStep>): UndoStep => ({
  line: entryLine({}),
  how: 'change',
  isRedo: false,
  servers: ['web-12'],
  serverCount: 1,
  ...over,
})

it('names a change of a row by the server’s name of that time, and a redo as one', () => {
  const line = entryLine({ before: { enabled: true }, after: { enabled: false } })
  expect(words.named(step({ line }))).toEqual({ what: 'disable lotus_deploy on web-12', ago: '2m ago' })
  expect(words.named(step({ line, isRedo: true })).what).toBe('redo of “disable lotus_deploy on web-12”')
})

it('names a change in Wisdeck itself by its action, its subject and its fields', () => {
  const edit = { action: 'servers.edit', op: null, kind: null, subject: 'web-12' }
  const line = entryLine({ ...edit, before: { tags: [] }, after: { tags: ['lotus'] } })
  expect(words.named(step({ line, how: 'profile' })).what).toBe('Edit server (web-12: Tags)')
})

it('names a run by its title and its servers, or by their number', () => {
  const line = {
    type: 'run' as const,
    id: 1,
    atMs: Date.now(),
    actor: 'anna',
    actorName: null,
    reason: null,
    runId: 'r',
    action: 'ftp.edit',
    name: null,
    plan: { type: 'ftp.edit' as const, patch: { enabled: false } },
    counts: { 'under-way': 0, done: 3, failed: 0, unknown: 0, skipped: 0 },
  }
  const of = (over: Partial<UndoStep>) => words.named(step({ line, how: 'plan', ...over })).what
  expect(of({})).toBe('Disable 3 accounts (web-12)')
  expect(of({ servers: ['a', 'b', 'c'], serverCount: 22 })).toBe('Disable 3 accounts (22 servers)')
})

it('names the newest two changes that are skipped, counts the others, and is silent about what is undone already', () => {
  const one = (reason: SkippedUndo['reason'], subject: string): SkippedUndo => ({
    line: entryLine({ op: 'password', subject }),
    reason,
  })
  const skipped = [one('already-undone', 'zero'), one('password', 'one'), one('gone', 'two'), one('unknown', 'three')]
  expect(words.skipped({ skipped, skippedCount: 4 })).toBe(
    'Skipped: new password for one on web-12. Nobody has the old password. ' +
      'Skipped: new password for two on web-12. What it changed is gone. 1 more change was skipped.',
  )
  expect(words.skipped({ skipped: skipped.slice(0, 1), skippedCount: 1 })).toBe('')
})
