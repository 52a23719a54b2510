import { isListed, kindModels, type Kind } from '../../shared/kinds/index.ts'
import type { ActivityEntry, ActivityLine } from '../../shared/model/activity.ts'
import { rowKey } from '../../shared/model/inventory.ts'
import type { Run } from '../../shared/model/run.ts'
import type { UndoPreview, UndoReason, UndoStep } from '../../shared/model/undo.ts'
import type { ServersDeps } from '../servers/server-list.ts'
import { inverseOf } from './inverses.ts'

export interface UndoDeps extends ServersDeps {
  /** Returns a run. @throws AppError run.unknown */
  readonly run: (runId: string) => Run
}

/** How many lines of the record are looked at, how many of them at once, and how many skipped ones are named. */
const [mostLines, pageSize, mostNamed] = [500, 50, 20]
const mostServers = 3

/** What is done once and stays done, and what changes nothing. Neither is offered nor named. */
const noChanges: ReadonlySet<string> = new Set(['data.export', 'activity.erase'])

/** What a line means to an undo: it is the one to undo, it cannot be undone, or it is nothing to undo (null). */
type Verdict = Omit<UndoStep, 'line'> | { readonly reason: UndoReason } | null

const cannot = (reason: UndoReason): Verdict => ({ reason })

/** Returns the number of changes that this one goes back through: 1 for an undo, 2 for a redo, 0 for a new change. */
function depthOf<Id>(undoOf: Id | null, undoOfThat: (id: Id) => Id | null): number {
  let depth = 0
  for (let of = undoOf; of !== null; of = undoOfThat(of)) depth += 1
  return depth
}

/** Returns why the row of a change cannot go back; null if it can, as far as the row is known. */
function rowReason({ inventory }: UndoDeps, { serverId, kind, rowKey: key, op, before }: ActivityEntry) {
  if (serverId === null || kind === null || op === 'remove' || !(kind in kindModels)) return null
  const known = kind as Kind
  if (!isListed(known)) return null
  const { rows, readAtMs } = inventory.slice(serverId, known)
  const { idOf } = kindModels[known]
  const row = rows.find((each) => rowKey(serverId, known, idOf(each as never)) === key)
  if (!row) return readAtMs === null ? null : 'gone'
  const isAsBefore =
    op === 'update' && Object.entries(before ?? {}).every(([name, value]) => same(row[name as keyof typeof row], value))
  return isAsBefore ? 'already-undone' : null
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

const isUnreachable = ({ inventory }: UndoDeps, serverId: string): boolean =>
  inventory.statuses().find((status) => status.serverId === serverId)?.health === 'unreachable'

/** Returns why nothing of a run that has ended can be undone; null if it has changed nothing. */
function endedReason({ counts, action }: Run, op: ActivityEntry['op']): UndoReason | null {
  if (counts.unknown > 0) return 'unknown'
  if (counts.confirmed === 0) return null
  if (op === 'password' || action.type.endsWith('.password')) return 'password'
  return op === 'remove' || action.type.endsWith('.remove') ? 'deleted' : 'not-undoable'
}

/** Judges a run. `entry` is the entry of its one row, null if it has several. */
function judgeRun(deps: UndoDeps, runId: string, entry: ActivityEntry | null): Verdict {
  const { storage } = deps
  const stored = storage.runs.get(runId)
  if (!stored) return cannot('not-undoable')
  const { state, head } = stored
  const depth = depthOf(head.undoOf, (id) => storage.runs.get(id)?.head.undoOf ?? null)
  if (depth % 2 === 1) return null
  const run = deps.run(runId)
  if (run.undoneAll) return cannot('already-undone')
  if (state !== 'done' && state !== 'cancelled') return cannot('under-way')
  if (run.undoable === 0) {
    const reason = endedReason(run, entry?.op ?? null)
    return reason && cannot(reason)
  }
  const known = head.servers.flatMap(({ serverId }) => storage.servers.get(serverId) ?? [])
  if (known.length === 0) return cannot('server-removed')
  if (known.every(({ readOnly }) => readOnly)) return cannot('read-only-server')
  if (!known.some(({ hasToken }) => hasToken)) return cannot('no-token')
  if (known.every(({ id }) => isUnreachable(deps, id))) return cannot('unreachable')
  const reason = entry && rowReason(deps, entry)
  if (reason) return cannot(reason)
  const servers = head.servers.slice(0, mostServers).map(({ name }) => name)
  const serverCount = head.servers.length
  return { how: run.origin === 'row' ? 'change' : 'plan', isRedo: depth > 0, servers, serverCount }
}

function judgeEntry(deps: UndoDeps, entry: ActivityEntry): Verdict {
  const { result, action, before, after, kind, serverName } = entry
  if (entry.runId !== null) return judgeRun(deps, entry.runId, entry)
  if (result === 'failed' || result === 'skipped' || noChanges.has(action)) return null
  if (before !== null && after !== null && same(before, after)) return null
  const depth = depthOf(entry.undoOf, (id) => deps.storage.record.get(id)?.undoOf ?? null)
  if (depth % 2 === 1) return null
  if (result !== 'done') return cannot(result === 'unknown' ? 'unknown' : 'under-way')
  const inverse = inverseOf(deps, entry)
  if (typeof inverse !== 'string') {
    const servers = serverName === null ? [] : [serverName]
    return { how: 'profile', isRedo: depth > 0, servers, serverCount: servers.length }
  }
  return cannot(inverse === 'not-undoable' && kind !== null ? wordOf(entry.op) : inverse)
}

/** Why a change of a row that no run has made cannot be undone. */
const wordOf = (op: ActivityEntry['op']): UndoReason =>
  op === 'password' ? 'password' : op === 'remove' ? 'deleted' : 'not-undoable'

/** Yields the newest lines of the record. A run that covers several pages comes once. */
function* newestLines({ storage }: UndoDeps): Generator<ActivityLine> {
  const seen = new Set<number>()
  let beforeId: number | undefined
  while (seen.size < mostLines) {
    const { lines, nextBeforeId } = storage.record.lines({ limit: pageSize, beforeId })
    for (const line of lines) {
      const id = line.type === 'entry' ? line.entry.id : line.id
      if (!seen.has(id)) yield line
      seen.add(id)
    }
    if (nextBeforeId === null) return
    beforeId = nextBeforeId
  }
}

/** Returns the newest change that can be undone, and the newer ones that cannot. */
export function previewUndo(deps: UndoDeps): UndoPreview {
  const skipped: UndoPreview['skipped'][number][] = []
  let next: UndoStep | null = null
  for (const line of newestLines(deps)) {
    const verdict = line.type === 'entry' ? judgeEntry(deps, line.entry) : judgeRun(deps, line.runId, null)
    if (verdict === null) continue
    if ('reason' in verdict) skipped.push({ line, ...verdict })
    else {
      next = { line, ...verdict }
      break
    }
  }
  return { next, skipped: skipped.slice(0, mostNamed), skippedCount: skipped.length }
}
