import { AppError, type ErrorValue, toErrorValue } from '../../../shared/errors.ts'
import { giveUp, giveUpRow } from './give-up.ts'
import type { ServerRunOptions } from './server-run.ts'
import type { ServerRunEnd } from './server-run-sending.ts'
import { isOfOneRow } from './server-run-context.ts'
import { pauseRun, type RunContext, sentStates, setServer, workOf } from './run-context.ts'

const readOnly = { send: false, waitAndRetry: false, readOpen: false, sendAgainUntilMs: null } as const

/** Ends all planned items of a server with this outcome. */
function endPlanned(
  { ledger, deps }: RunContext,
  serverId: string,
  outcome: { readonly skipped?: 'lane-stopped'; readonly error?: ErrorValue },
): void {
  giveUp(
    ledger,
    { serverId, states: ['planned'] },
    { state: outcome.error ? 'failed' : 'skipped', outcome },
    deps.clock.now(),
  )
}

/** Returns the error of a change of one row that was not sent, because the read before it was not answered. */
function unsentError({ ledger }: RunContext, serverId: string, error: ErrorValue): ErrorValue {
  const isUnanswered = error.code === 'net.timeout' || error.code === 'net.lost'
  if (!isUnanswered || ledger.items({ serverId, states: ['planned'], wasSent: true }, 1).length > 0) return error
  return new AppError('write.not-sent', 'The row could not be read, so the change was not sent', {
    host: error.details?.['host'],
    cause: error,
  }).toValue()
}

/** Handles a server that was removed or has another address: planned items fail, and sent items end as unknown. */
function endMovedServer(context: RunContext, serverId: string, error: ErrorValue): void {
  endPlanned(context, serverId, { error })
  context.ledger.end({ serverId, states: sentStates }, 'unknown', { error, endedAtMs: context.deps.clock.now() })
  setServer(context, serverId, { state: 'stopped', error })
}

/** Works until the server run ends. If it was paused but the run was not, the machine slept, and it starts again. */
async function workUntilEnd(context: RunContext, serverId: string, options: ServerRunOptions): Promise<ServerRunEnd> {
  for (;;) {
    const end = await workOf(context, serverId).work(options)
    if (end.kind !== 'paused' || context.pauseReason !== null) return end
  }
}

async function afterServerRun(context: RunContext, serverId: string, end: ServerRunEnd): Promise<void> {
  switch (end.kind) {
    case 'done':
      return setServer(context, serverId, { state: 'done', error: null })
    case 'paused':
      return
    case 'storage':
    case 'vault':
      if (!isOfOneRow(context)) return pauseRun(context, end.kind)
      giveUpRow(context.ledger, end.error, context.deps.clock.now())
      return setServer(context, serverId, { state: 'stopped', error: end.error })
    case 'too-many':
      endPlanned(context, serverId, { skipped: 'lane-stopped' })
      setServer(context, serverId, { state: 'stopped', error: null })
      await workUntilEnd(context, serverId, { ...readOnly, stateIfNotInForce: 'failed' })
      return
    case 'broken':
      // A user waits for the change of one row, so it fails with the error instead of waiting for the server.
      endPlanned(
        context,
        serverId,
        isOfOneRow(context) ? { error: unsentError(context, serverId, end.error) } : { skipped: 'lane-stopped' },
      )
      setServer(context, serverId, { state: 'stopped', error: end.error })
      // Such a server can be read all the same, so what was sent to it before need not stay unknown.
      if (end.error.code === 'server.read-only')
        await workUntilEnd(context, serverId, { ...readOnly, stateIfNotInForce: 'failed' })
      return
    case 'moved':
      return endMovedServer(context, serverId, end.error)
  }
}

/** Works on one server until its server run ends, and does what that end requires. */
export async function driveServerRun(context: RunContext, serverId: string): Promise<void> {
  const { deps, ledger, progress, working } = context
  working.add(serverId)
  progress.changed()
  try {
    const end = await workUntilEnd(context, serverId, {
      send: true,
      stateIfNotInForce: 'planned',
      waitAndRetry: !isOfOneRow(context),
      readOpen: false,
      sendAgainUntilMs: context.sendAgainUntilMs,
    })
    await afterServerRun(context, serverId, end)
  } catch (thrown) {
    // The disk refuses a write, so nothing more may be sent.
    deps.log.error('bulk.server-run-not-written', { run: ledger.id, server: serverId, ...toErrorValue(thrown) })
    pauseRun(context, 'storage')
  } finally {
    working.delete(serverId)
    progress.changed()
  }
}

/** Reconciles what was sent to one server, open items included; sends no change. */
export async function reconcileServer(context: RunContext, serverId: string): Promise<void> {
  const { state } = context.ledger.run()
  const stateIfNotInForce = state === 'cancelled' ? 'cancelled' : state === 'done' ? 'failed' : 'planned'
  const end = await workOf(context, serverId).work({ ...readOnly, stateIfNotInForce, readOpen: true })
  if (end.kind === 'moved') endMovedServer(context, serverId, end.error)
}
