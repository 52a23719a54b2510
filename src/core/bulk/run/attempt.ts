import { AppError, type ErrorValue } from '../../../shared/errors.ts'
import type { StoredItem } from '../../storage/run-columns.ts'
import type { CallOptions } from '../../panel/types.ts'
import { type Fate, fateOf, NotNow, type Reaction } from './fate.ts'
import { isInDoubt, unknownError } from './give-up.ts'
import { judge, type Judgement } from './judge.ts'
import { ended, type LaneContext } from './lane-context.ts'
import type { Move } from './ledger.ts'
import { ageOf, type Look, lookAt, type Reading, rowIdOf } from './reading.ts'
import { flips, idOfRow } from './rows.ts'
import { lookalikes } from './settle-item.ts'
import { sendItem } from './steps.ts'

/**
 * How old a reading may be when what goes by it leaves: of a switch that can only be flipped, and of a state that is
 * set.
 */
const freshMs = { flip: 15_000, set: 120_000 } as const

/** How one attempt went on. `stale`: the reading has grown old, and nothing has left. */
export type Attempt =
  | { readonly kind: 'accepted' | 'settled' | 'stale' | 'resting' }
  | { readonly kind: 'lost' | 'failed' | 'back'; readonly reaction: Reaction; readonly error: ErrorValue }

/** Requests of one lane that have not been answered. */
export interface Flights {
  /** Takes back those that have not left; those in the air are left to their answers. */
  takeBack(): void
  add(flight: Flight): void
  drop(flight: Flight): void
}

interface Flight {
  inAir: boolean
  readonly controller: AbortController
}

export function createFlights(): Flights {
  const flights = new Set<Flight>()
  return {
    takeBack() {
      for (const flight of flights) if (!flight.inAir) flight.controller.abort()
    },
    add: (flight) => void flights.add(flight),
    drop: (flight) => void flights.delete(flight),
  }
}

/**
 * Tries one planned item: looks whether its row is as the plan says, writes down that it is sent, sends it, writes down
 * the answer.
 * @throws AppError storage.* alone; any other failure is an outcome
 */
export async function attemptItem(
  context: LaneContext,
  flights: Flights,
  planned: StoredItem,
  reading: Reading,
  patient: boolean,
): Promise<Attempt> {
  const { deps, ledger, busy } = context
  const { item } = planned
  return deps.withLock(item.key, async () => {
    if (context.stopped()) return { kind: 'resting' }
    busy.add(item.place)
    try {
      const mostMs = (flips(item) ? freshMs.flip : freshMs.set) * (patient ? 8 : 1)
      const tried: Tried = { context, flights, planned, reading, mostMs }
      const sending = sendingOf(planned, reading)
      try {
        const judgement = await judgeItem(tried, sending)
        if (judgement.kind !== 'send') {
          ledger.move([settledMove(context, planned, judgement)])
          return { kind: 'settled' }
        }
        await sendJudged(tried, sending, judgement)
        ledger.move([{ from: sending.now, state: 'accepted', outcome: { error: null } }])
        return { kind: 'accepted' }
      } catch (thrown) {
        return afterFailure(context, sending.now, fateOf(thrown, planned, sending.left), thrown)
      }
    } finally {
      context.endedAtMs.set(item.place, deps.clock.monotonic())
      busy.delete(item.place)
    }
  })
}

/** One item on its way: how it stands on disk, and what was last seen of its row. */
interface Sending {
  now: StoredItem
  /** Whether a request of it has left. */
  left: boolean
  look: Look
  readonly flight: Flight
}

const sendingOf = (planned: StoredItem, { askedAtMs, askedAtWallMs }: Reading): Sending => ({
  now: planned,
  left: false,
  look: { row: undefined, askedAtMs, askedAtWallMs },
  flight: { inAir: false, controller: new AbortController() },
})

/** What the tries of one item have in common. */
interface Tried {
  readonly context: LaneContext
  readonly flights: Flights
  readonly planned: StoredItem
  readonly reading: Reading
  /** How old the last look at its row may be when a request leaves. */
  readonly mostMs: number
}

const optionsOf = ({ flight }: Sending): CallOptions => ({
  lane: 'bulk',
  unshared: true,
  signal: flight.controller.signal,
})

/** Writes down that the item is about to be sent. What it throws keeps the request here. */
function noteSent({ context, planned, reading, mostMs }: Tried, sending: Sending): void {
  const { deps, ledger } = context
  const { item, outcome } = planned
  if (ageOf(sending.look, deps) > mostMs) throw new NotNow('stale')
  const sentAtMs = deps.clock.now()
  const twins = item.op === 'create' && outcome.madeId === null ? { twins: twinsOf(context, planned, reading) } : {}
  const sent = { sentAtMs, firstSentAtMs: outcome.firstSentAtMs ?? sentAtMs, error: null, ...twins }
  sending.now = ledger.move([{ from: sending.now, state: 'sent', outcome: sent }])[0] ?? sending.now
  sending.left = true
}

/** Runs single requests of an item, noting when each leaves. */
function stepper(tried: Tried, sending: Sending) {
  const { context, flights } = tried
  const { flight } = sending
  /** The last moment before a request leaves. What it throws keeps the request here. */
  const onLeaving = () => {
    if (context.stopped()) throw new NotNow('resting')
    if (!sending.left) noteSent(tried, sending)
    flight.inAir = true
    context.leftAtMs.set(tried.planned.item.place, context.deps.clock.monotonic())
  }
  const mayRepeat = () => {
    flight.inAir = false
    return !context.stopped()
  }
  return async <T>(request: (options: CallOptions) => Promise<T>): Promise<T> => {
    flights.add(flight)
    try {
      return await request({ ...optionsOf(sending), onLeaving, mayRepeat })
    } finally {
      flight.inAir = false
      flights.drop(flight)
    }
  }
}

/** Looks at the item's row, and judges by it. */
async function judgeItem({ context, planned, reading }: Tried, sending: Sending): Promise<Judgement> {
  const { item, outcome } = planned
  const id = rowIdOf(item, outcome.madeId)
  if (id !== null)
    sending.look = await lookAt(context.deps, item, id, reading, { ...optionsOf(sending), signal: context.signal() })
  const { row } = sending.look
  const sight = { ...reading, row: (key: string) => (key === id ? row : reading.row(key)) }
  return judge(planned, row, sight, context.claimed)
}

async function sendJudged(
  tried: Tried,
  sending: Sending,
  { madeId }: { readonly madeId: string | null },
): Promise<void> {
  const { context, planned, reading } = tried
  const { deps, ledger, server } = context
  // A reading has just shown the row that an earlier attempt has made.
  const row = madeId === planned.outcome.madeId ? sending.look.row : reading.row(String(madeId))
  sending.now = { ...sending.now, outcome: { ...sending.now.outcome, madeId } }
  const secret = context.secretOf(planned.item.place)
  const { url } = deps.connections.writable(server.serverId)
  if (url !== server.url)
    throw new AppError('plan.expired', 'The address of the server was edited', { planned: server.url, now: url })
  const made = (madeId: string) => {
    context.claimed.add(madeId)
    sending.now = ledger.move([{ from: sending.now, state: 'sent', outcome: { madeId } }])[0] ?? sending.now
  }
  const client = deps.connections.client(server.serverId)
  await sendItem(sending.now, row ?? null, { client, step: stepper(tried, sending), secret, made })
}

/**
 * Rows that already look like the one to be made; they are on disk before it can be made, so that none is taken for it
 * later.
 */
function twinsOf({ claimed }: LaneContext, planned: StoredItem, reading: Reading): readonly string[] {
  return [...new Set([...planned.outcome.twins, ...lookalikes(planned, reading.rows).map(idOfRow), ...claimed])]
}

function settledMove(
  context: LaneContext,
  from: StoredItem,
  judgement: Exclude<Judgement, { readonly kind: 'send' }>,
): Move {
  switch (judgement.kind) {
    case 'already-so':
      if (judgement.byUs)
        return { from, state: 'confirmed', outcome: ended(context, { madeId: judgement.madeId, error: null }) }
      return { from, state: 'skipped', outcome: ended(context, { skipped: 'already-so' }) }
    case 'gone':
      return { from, state: 'skipped', outcome: ended(context, { skipped: 'gone' }) }
    case 'held':
      return {
        from,
        state: 'held',
        outcome: { found: judgement.found, twins: [...from.outcome.twins, ...(judgement.beside ?? [])] },
      }
    case 'unknown': {
      const error = { code: 'write.unknown', message: 'Whether the change was made is not known' } as const
      return { from, state: 'unknown', outcome: ended(context, { error, found: judgement.found }) }
    }
    case 'untold': {
      const error = new AppError('panel.bad-reply', 'The panel does not say whether the account is enabled', {
        subject: from.item.subject,
      }).toValue()
      return { from, state: 'failed', outcome: ended(context, { error }) }
    }
  }
}

function afterFailure(context: LaneContext, now: StoredItem, fate: Fate, thrown: unknown): Attempt {
  const { ledger } = context
  const { reaction, error } = fate
  if (thrown instanceof NotNow && fate.item === 'back') return { kind: thrown.why }
  // The disk has just refused a write; another try would only hide the first reason.
  if (reaction === 'storage') return { kind: 'failed', reaction, error }
  switch (fate.item) {
    case 'back':
      if (now.state !== 'planned') ledger.move([{ from: now, state: 'planned', outcome: {} }])
      return { kind: 'back', reaction, error }
    case 'doubt':
      if (!(thrown instanceof NotNow)) ledger.move([{ from: now, state: 'sent', outcome: { error } }])
      return { kind: 'lost', reaction, error }
    case 'gone': {
      const removed = now.item.op === 'remove'
      const byUs = removed && now.outcome.attempts > 0
      const skipped = removed ? 'already-so' : 'gone'
      ledger.move([
        byUs
          ? { from: now, state: 'confirmed', outcome: ended(context, { error: null }) }
          : { from: now, state: 'skipped', outcome: ended(context, { skipped, error: null }) },
      ])
      return { kind: 'settled' }
    }
    case 'failed':
      // This time it was refused, and an earlier time its answer was lost.
      if (isInDoubt(now) && now.outcome.attempts > 0)
        ledger.move([{ from: now, state: 'unknown', outcome: ended(context, { error: unknownError(error) }) }])
      else ledger.move([{ from: now, state: 'failed', outcome: ended(context, { error }) }])
      return { kind: 'failed', reaction, error }
  }
}
