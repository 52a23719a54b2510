import { AppError } from '../../../shared/errors.ts'
import { isOneOf } from '../../../shared/ip/index.ts'
import type { ChangeQuestion, PlanItem } from '../../../shared/model/plan.ts'
import { confirmableFlags } from '../../../shared/plan-flags.ts'
import { typedFor, typedText } from '../../../shared/typed-confirmation.ts'
import type { ParsedInput } from '../../../shared/contract.ts'
import { freshOutcome, type RunHead, type StoredItem } from '../../storage/run-columns.ts'
import type { StoredServer } from '../../storage/types.ts'
import type { RunOrigin } from '../../../shared/model/run.ts'
import type { CachedPlan } from '../types.ts'

export type StartInput = ParsedInput<'bulk.start'>

/** Whether the user has confirmed every flag of this item that needs a confirmation. */
const isIncluded = (item: PlanItem, include: readonly string[]) =>
  item.flags.every((flag) => !confirmableFlags.some((one) => one === flag) || include.includes(flag))

/** Returns the text that must be typed before these items run, or null if it is typed or none is needed. */
function missingText(items: readonly PlanItem[], typed: string | undefined): string | null {
  const wanted = typedFor(items.map(({ op, flags }) => ({ op, flags, items: 1 })))
  return wanted === null || typed?.trim().toLowerCase() === typedText(wanted) ? null : typedText(wanted)
}

/**
 * Checks that a plan may be started: it is not too old, something is left to do, and all that it needs is confirmed.
 * @throws AppError plan.expired | plan.empty | confirm.typed | confirm.ours | handout.passphrase-needed
 */
export function checkStart(
  { head, items, secrets }: CachedPlan,
  { confirm, passphrase }: StartInput,
  nowMs: number,
): void {
  if (nowMs > head.expiresAtMs)
    throw new AppError('plan.expired', 'The plan is too old', { expiredAtMs: head.expiresAtMs })
  const included = items.filter((item) => isIncluded(item, confirm.include))
  if (included.length === 0) throw new AppError('plan.empty', 'Nothing is left to do')
  const wanted = missingText(included, confirm.typed)
  if (wanted !== null) throw new AppError('confirm.typed', 'What must be typed is missing or wrong', { wanted })
  const { protectedIps } = head.needs
  const dropping = included.filter((item) => item.flags.includes('ours-dropped')).length
  if (dropping > 0 && protectedIps.length > 0 && !isOneOf(protectedIps, confirm.protectedIp ?? '')) {
    throw new AppError('confirm.ours', 'Lists would lose an address of ours', {
      count: dropping,
      address: protectedIps[0],
    })
  }
  if (passphrase === undefined && included.some((item) => secrets.has(item.index))) {
    throw new AppError('handout.passphrase-needed', 'The passwords need a passphrase to be sealed with')
  }
}

/** Returns all that is missing at once, so that one question can ask for it, or null. */
export function missingConfirmation(
  { head, items }: CachedPlan,
  confirm: StartInput['confirm'],
): Omit<ChangeQuestion, 'item'> | null {
  const flags = confirmableFlags.filter(
    (flag) => !confirm.include.includes(flag) && items.some((item) => item.flags.includes(flag)),
  )
  const typed = missingText(items, confirm.typed)
  const { protectedIps } = head.needs
  const isTyped = protectedIps.length === 0 || isOneOf(protectedIps, confirm.protectedIp ?? '')
  if (flags.length === 0 && typed === null && isTyped) return null
  return { flags, typed, protectedIps: isTyped ? [] : protectedIps }
}

/** Yields the items of a run as it begins. Items that were not confirmed are skipped for good. */
export function* initialItems(
  items: readonly PlanItem[],
  include: readonly string[],
  nowMs: number,
): Generator<StoredItem> {
  for (const item of items) {
    if (isIncluded(item, include))
      yield {
        item,
        state: 'planned',
        outcome: item.knownDuplicates ? { ...freshOutcome, baselineIds: item.knownDuplicates } : freshOutcome,
      }
    else yield { item, state: 'skipped', outcome: { ...freshOutcome, skipped: 'not-confirmed', endedAtMs: nowMs } }
  }
}

/** Chooses the canary: a server outside production if there is one, and among those the one with the fewest items. */
function canaryOf(servers: RunHead['servers'], items: readonly PlanItem[]): string | null {
  const counts = new Map<string, number>()
  for (const { serverId } of items) counts.set(serverId, (counts.get(serverId) ?? 0) + 1)
  const rank = (one: RunHead['servers'][number]) =>
    (one.environment === 'production' ? 1e9 : 0) + (counts.get(one.serverId) ?? 0)
  const candidates = servers.filter((one) => counts.has(one.serverId)).toSorted((a, b) => rank(a) - rank(b))
  return candidates[0]?.serverId ?? null
}

/** How many rows of a plan are gone. An undo has nothing left to restore of them. */
const goneCount = ({ impossible }: CachedPlan): number =>
  impossible.filter(({ reason, detail }) => reason === 'gone' && detail === null).length

/**
 * Returns the head of a run that begins now. A removed server keeps the name that it had in the plan; its items will
 * fail because it is gone.
 */
export function runHeadOf(
  plan: CachedPlan,
  input: Pick<StartInput, 'confirm' | 'options' | 'reason'> & { readonly origin: RunOrigin },
  serverOf: (id: string) => StoredServer | null,
): Omit<RunHead, 'actor' | 'actorName'> {
  const { head } = plan
  const options = input.options ?? { canary: false, stopAtFailedPercent: null }
  const planned = new Map(head.servers.map((one) => [one.serverId, one]))
  const servers = [...new Set(plan.items.map((item) => item.serverId))].map((serverId): RunHead['servers'][number] => {
    const { name, environment } = serverOf(serverId) ?? planned.get(serverId) ?? { name: serverId, environment: 'none' }
    return { serverId, name, environment, url: serverOf(serverId)?.url ?? '', state: 'waiting', error: null }
  })
  const included = plan.items.filter((item) => isIncluded(item, input.confirm.include))
  return {
    origin: input.origin,
    action: head.action,
    name: head.name,
    pausedBy: null,
    options,
    endedAtMs: null,
    noops: head.noops + (head.action.type === 'undo' ? goneCount(plan) : 0),
    servers,
    canary: options.canary && servers.length > 1 ? canaryOf(servers, included) : null,
    undoOf: head.action.type === 'undo' ? head.action.runId : null,
    undoneBy: null,
    // An undo sets this, also if what it has not restored was as before already, or gone when the undo ran.
    undoneAll: false,
    reason: input.reason || null,
    // The caller replaces these two if the run has passwords.
    handout: 'none',
    lock: null,
  }
}
