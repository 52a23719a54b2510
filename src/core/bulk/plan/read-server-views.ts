import { AppError, toErrorValue } from '../../../shared/errors.ts'
import { eachListedKind, type ListedKind, listedKinds, type RowOf } from '../../../shared/kinds/index.ts'
import type { KindStatus, ServerStatus, Slice } from '../../../shared/model/inventory.ts'
import { rowKind } from '../../kinds/index.ts'
import type { Settings } from '../../../shared/model/settings.ts'
import { eachPaced, type Pace } from '../../inventory/pace.ts'
import { isPartial } from '../../inventory/slices.ts'
import type { Budget } from '../../limiter/types.ts'
import type { StoredServer } from '../../storage/types.ts'
import type { BulkDeps } from '../types.ts'
import { type Impossible, impossible } from '../../planning/outcome.ts'
import type { PlanningProgress } from './planning-progress.ts'
import { readWholeRows } from './read-whole-rows.ts'
import { type MissingRows, noMissingRows, readMissingRows } from './read-missing-rows.ts'
import type { PlannedRead } from '../../planning/planned-reads.ts'
import { commonOwner, type KnownRows, type ServerView } from '../../planning/server-view.ts'

type ReadDeps = Pick<BulkDeps, 'storage' | 'connections' | 'inventory' | 'clock'>

/** The age after which rows are read again, in ms. The plan would overwrite what was changed on the panel since. */
const freshForMs = 120_000
/** How long a server that has not answered in time is not waited for again, in ms, unless the user wants it. */
const hungForMs = 15_000

/** The pace of a refresh of the whole fleet: handshakes cost work, and a slow server does not delay the others. */
const pace: Pace = { slots: 24, patienceMs: 150 }

/**
 * Reads what is too old and returns what is known of each server to read. The rows of a server that cannot be read are
 * impossible; the other servers do not wait for it.
 * @throws AppError cancelled when the signal fires; what is under way then ends by itself
 */
export async function readServerViews(
  deps: ReadDeps,
  plannedReads: readonly PlannedRead[],
  options: Pick<ReadContext, 'progress' | 'signal' | 'anyAge' | 'tryHung' | 'ofOneRow'>,
): Promise<ReadonlyMap<string, ServerView>> {
  const settings = deps.storage.settings.get()
  const statuses = new Map(deps.inventory.statuses().map((status) => [status.serverId, status]))
  const views = new Map<string, ServerView>()
  const work = async (plannedRead: PlannedRead) => {
    const view = await readServerView(deps, plannedRead, {
      ...options,
      settings,
      status: statuses.get(plannedRead.serverId) ?? null,
    })
    views.set(plannedRead.serverId, view)
  }
  await stoppable(eachPaced(plannedReads, work, pace, deps.clock), options.signal)
  return views
}

/**
 * Waits for the work, unless the signal fires first; the work then ends by itself.
 * @throws AppError cancelled when the signal fires before the work is done
 */
export function stoppable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new AppError('cancelled', 'The planning was stopped'))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

interface ReadContext {
  readonly settings: Settings
  readonly status: ServerStatus | null
  readonly progress: PlanningProgress
  readonly signal: AbortSignal
  /** Whether rows that were read at any time are good enough. */
  readonly anyAge: boolean
  /** Whether a server is tried that has just not answered in time. */
  readonly tryHung: boolean
  /** Whether one row is changed from its own screen. The lock of production servers is for changes of many rows. */
  readonly ofOneRow: boolean
}

async function readServerView(deps: ReadDeps, plannedRead: PlannedRead, context: ReadContext): Promise<ServerView> {
  const { serverId } = plannedRead
  const server = deps.storage.servers.get(serverId)
  const refused = blockedBy(server, context)
  const access =
    server?.hasToken && (refused === null || plannedRead.source)
      ? await budgetOf(deps, serverId)
      : { budget: null, refused: null }
  const blocked = refused ?? access.refused
  const hungAtMs = context.tryHung ? null : lastHungAtMs(context.status, deps.clock.now())
  const status =
    access.budget === null || hungAtMs !== null
      ? context.status
      : await readStale(deps, plannedRead, access.budget, context)
  const skipRead = server === null || (blocked !== null && !plannedRead.source)
  const whyUnread = (kind: ListedKind) =>
    skipRead ? null : unreadBy(kind, plannedRead, status, { nowMs: deps.clock.now(), anyAge: context.anyAge, hungAtMs })
  const unread = eachListedKind(whyUnread)
  const wholeFailed: Record<ListedKind, ReadonlyMap<string, string>> = eachListedKind(() => new Map())
  if (access.budget !== null && !blocked)
    for (const kind of listedKinds)
      if (unread[kind] === null)
        wholeFailed[kind] = await readPartialRows(deps, plannedRead, { ...context, kind, budget: access.budget })
  const known = { server, blocked, unread, status, wholeFailed, budget: access.budget }
  const slices = slicesOf(deps, plannedRead, server)
  const rows = Object.values(slices).flatMap((slice): readonly RowOf<ListedKind>[] => slice?.rows ?? [])
  const owner = status?.panel?.username || commonOwner(rows)
  const missing = { ...eachListedKind(() => noMissingRows) }
  if (access.budget !== null && !skipRead)
    for (const kind of listedKinds)
      if (unread[kind] === null)
        missing[kind] = await readMissing(deps, plannedRead, missingIds(plannedRead, kind, slices[kind], owner), {
          ...context,
          kind,
          budget: access.budget,
        })
  return buildServerView(serverId, known, { slices, owner, missing })
}

/** Returns why the rows of a kind cannot be used; null if they can, or if the plan does not require them. */
function unreadBy(
  kind: ListedKind,
  plannedRead: PlannedRead,
  status: ServerStatus | null,
  { nowMs, anyAge, hungAtMs }: { readonly nowMs: number; readonly anyAge: boolean; readonly hungAtMs: number | null },
): Impossible | null {
  const own = status?.kinds[kind]
  const isGood =
    (isFresh(own, nowMs) && (hungAtMs === null || isSince(plannedRead, kind, own))) || (anyAge && wasRead(own))
  if (!plannedRead.kinds.has(kind) || isGood) return null
  if (hungAtMs !== null) return { ...impossible('unread', 'net.timeout'), triedAtMs: hungAtMs }
  return reasonOf(own?.error?.code ?? 'cancelled')
}

/** Returns when a server was last found not to answer, if that was just now and it has not answered since. */
function lastHungAtMs(status: ServerStatus | null, nowMs: number): number | null {
  if (status === null) return null
  const own = listedKinds.map((kind) => status.kinds[kind])
  const timeoutsMs = own.flatMap(({ error, triedAtMs }) => (error?.code === 'net.timeout' ? [triedAtMs ?? 0] : []))
  const lastMs = Math.max(...timeoutsMs)
  const hasAnswered = own.some(({ readAtMs }) => (readAtMs ?? 0) > lastMs)
  return !hasAnswered && nowMs >= lastMs && nowMs - lastMs <= hungForMs ? lastMs : null
}

/** Whether the rows of a kind were read after the time at which a plan takes them for too old. */
const isSince = ({ sinceMs }: PlannedRead, kind: ListedKind, status: KindStatus | undefined) =>
  (status?.readAtMs ?? 0) > (sinceMs[kind] ?? 0)

function blockedBy(server: StoredServer | null, { settings, ofOneRow }: ReadContext): Impossible | null {
  if (!server) return impossible('gone', 'server')
  if (server.readOnly) return impossible('read-only-server')
  if (settings.productionLock && !ofOneRow && server.environment === 'production') return impossible('production-lock')
  return server.hasToken ? null : impossible('no-token')
}

/** Returns the budget of a server's token, or why the token is not accessible. */
async function budgetOf(
  deps: ReadDeps,
  serverId: string,
): Promise<{ readonly budget: Budget | null; readonly refused: Impossible | null }> {
  try {
    return { budget: await deps.connections.budget(serverId), refused: null }
  } catch (thrown) {
    return { budget: null, refused: reasonOf(toErrorValue(thrown).code) }
  }
}

function reasonOf(code: string): Impossible {
  if (code === 'panel.scope' || code === 'panel.forbidden') return impossible('scope', code)
  if (code === 'server.unknown') return impossible('gone', 'server')
  return impossible(code.startsWith('vault.') ? 'no-token' : 'unread', code)
}

const isFresh = (status: KindStatus | undefined, nowMs: number) =>
  status !== undefined && status.error === null && status.readAtMs !== null && nowMs - status.readAtMs <= freshForMs

const wasRead = (status: KindStatus | undefined) => (status?.readAtMs ?? null) !== null

async function readStale(
  deps: ReadDeps,
  plannedRead: PlannedRead,
  budget: Budget,
  context: ReadContext,
): Promise<ServerStatus | null> {
  const { serverId } = plannedRead
  const nowMs = deps.clock.now()
  const own = (kind: ListedKind) => context.status?.kinds[kind]
  const isOld = (kind: ListedKind) =>
    context.anyAge ? !wasRead(own(kind)) : !isFresh(own(kind), nowMs) || !isSince(plannedRead, kind, own(kind))
  const wanted = listedKinds.filter(
    (kind) =>
      (plannedRead.kinds.has(kind) && isOld(kind)) ||
      (plannedRead.hints.has(kind) && (own(kind)?.triedAtMs ?? null) === null),
  )
  if (wanted.length === 0 || context.signal.aborted) return context.status
  context.progress.expect(serverId, wanted.length, budget)
  const [status] = await deps.inventory.refresh({ serverIds: [serverId], kinds: wanted, priority: 'interactive' })
  context.progress.read(serverId, wanted.length)
  return status ?? null
}

async function readPartialRows(
  deps: ReadDeps,
  { serverId, whole }: PlannedRead,
  { kind, budget, progress, signal }: ReadContext & { readonly kind: ListedKind; readonly budget: Budget },
): Promise<ReadonlyMap<string, string>> {
  if (whole[kind].size === 0) return new Map()
  const { idOf, ownRead } = rowKind(kind)
  const rows: readonly RowOf<ListedKind>[] = deps.inventory.slice(serverId, kind).rows
  const ids = rows.filter((row) => isPartial(row, { ownRead })).map(idOf)
  const wanted = ids.filter((id) => whole[kind].has(id))
  if (wanted.length === 0) return new Map()
  progress.expect(serverId, wanted.length, budget)
  return readWholeRows(
    deps,
    { serverId, kind, ids: wanted },
    { onRead: (count) => progress.read(serverId, count), signal },
  )
}

type Slices = { readonly [K in ListedKind]: Slice<K> | null }

/** Returns the slices that a plan uses of a server; null for one that it does not. */
function slicesOf({ inventory }: ReadDeps, plannedRead: PlannedRead, server: StoredServer | null): Slices {
  const { serverId, kinds: required, hints } = plannedRead
  const wants = (kind: ListedKind) => server !== null && (required.has(kind) || hints.has(kind))
  return eachListedKind((kind) => (wants(kind) ? inventory.slice(serverId, kind) : null)) as Slices
}

const isCut = (slice: Slice | null): boolean =>
  slice !== null && slice.total !== null && slice.total > slice.rows.length

/** Returns the ids of the rows that a plan needs to know and that a cut list lacks. */
function missingIds(
  plannedRead: PlannedRead,
  kind: ListedKind,
  slice: Slice | null,
  owner: string | null,
): readonly string[] {
  if (slice === null || !isCut(slice)) return []
  const { idOf, creation } = rowKind(kind)
  const listed = new Set(slice.rows.map((row) => idOf(row)))
  const newIds = plannedRead.newRows[kind].flatMap((wanted) => creation?.predictIds?.(wanted, owner) ?? [])
  return [...new Set([...plannedRead.rows[kind], ...newIds])].filter((id) => !listed.has(id))
}

async function readMissing(
  deps: ReadDeps,
  { serverId }: PlannedRead,
  ids: readonly string[],
  { kind, budget, progress, signal }: ReadContext & { readonly kind: ListedKind; readonly budget: Budget },
): Promise<MissingRows> {
  if (ids.length === 0) return noMissingRows
  progress.expect(serverId, ids.length, budget)
  const onRead = (count: number) => progress.read(serverId, count)
  return readMissingRows(deps, { serverId, kind, ids }, { onRead, signal })
}

function buildServerView(
  id: string,
  known: Pick<ServerView, 'server' | 'blocked' | 'unread' | 'wholeFailed' | 'budget'> & {
    readonly status: ServerStatus | null
  },
  {
    slices,
    owner,
    missing,
  }: {
    readonly slices: Slices
    readonly owner: string | null
    readonly missing: Readonly<Record<ListedKind, MissingRows>>
  },
): ServerView {
  const { status, ...viewFields } = known
  const knownRows = eachListedKind((kind) => {
    const rows: readonly RowOf<ListedKind>[] = [...(slices[kind]?.rows ?? []), ...missing[kind].found]
    return new Map(rows.map((row) => [rowKind(kind).idOf(row), row]))
  })
  return {
    id,
    ...viewFields,
    ...(knownRows as KnownRows),
    cut: eachListedKind((kind) => isCut(slices[kind])),
    missingFailed: eachListedKind((kind) => missing[kind].failed),
    readAtMs: eachListedKind((kind) => slices[kind]?.readAtMs ?? null),
    listHasAllowedIps: status?.listHasAllowedIps !== false,
    clockAheadMs: status?.clockAheadMs ?? 0,
    owner,
  }
}
