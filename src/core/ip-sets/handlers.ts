import { randomUUID } from 'node:crypto'
import { changeOf, type Activity } from '../activity/activity.ts'
import { AppError } from '../../shared/errors.ts'
import { ipSetBounds, ipSetNameKey, readIpSet } from '../../shared/ip-sets.ts'
import type { IpSet, StoredIpSet } from '../../shared/model/ip-sets.ts'
import type { Handlers } from '../dispatch.ts'
import type { Emit } from '../events.ts'
import type { Clock } from '../ports.ts'
import type { Storage } from '../storage/types.ts'

interface IpSetsDeps {
  readonly storage: Pick<Storage, 'ipSets'>
  readonly clock: Pick<Clock, 'now'>
  readonly emit: Emit
  readonly activity: Pick<Activity, 'note'>
}

/** What the record says of a set. */
const fieldsOf = ({ id, name, note, text }: StoredIpSet) => ({ setId: id, name, note, text })

/** Returns all sets with the networks of their addresses, in the order in which they were made. */
export function listIpSets(storage: Pick<Storage, 'ipSets'>): IpSet[] {
  return storage.ipSets.list().map((set) => ({ ...set, networks: [...readIpSet(set.text).networks] }))
}

/**
 * Returns the networks of a text.
 * @throws AppError ip-set.unreadable naming up to 100 entries with their lines | ip-set.empty | ip-set.too-many
 */
function networksOf(text: string): string[] {
  const { networks, problems } = readIpSet(text)
  const [first] = problems
  if (first) {
    const reported = problems
      .slice(0, mostReported)
      .map(({ line, column, text: entry, reason }) => ({ line, column, text: entry, reason }))
    throw new AppError('ip-set.unreadable', `Line ${first.line} is no address`, {
      line: first.line,
      text: first.text,
      problems: reported,
    })
  }
  if (networks.length === 0) throw new AppError('ip-set.empty', 'A set holds at least one address')
  const most = ipSetBounds.networks
  if (networks.length > most)
    throw new AppError('ip-set.too-many', `${networks.length} networks are more than ${most}`, {
      count: networks.length,
      most,
    })
  return [...networks]
}

const mostReported = 100

/** Creates the handlers for named lists of addresses. Only Wisdeck knows the names: panels hold addresses alone. */
export function createIpSetsHandlers({
  storage,
  clock,
  emit,
  activity,
}: IpSetsDeps): Pick<Handlers, Extract<keyof Handlers, `ipSets.${string}`>> {
  const changed = () => emit('ipSets.changed', listIpSets(storage))
  const note = (action: 'ipSets.save' | 'ipSets.remove', before: StoredIpSet | null, after: StoredIpSet | null) => {
    const subject = (after ?? before)?.name ?? ''
    const change = changeOf(before && fieldsOf(before), after && fieldsOf(after), 'setId')
    activity.note({ action, subject, server: null }, { ...change, result: 'done', error: null })
  }
  const find = (id: string) => storage.ipSets.list().find((set) => set.id === id) ?? null
  return {
    'ipSets.list': () => listIpSets(storage),
    'ipSets.save': ({ id = randomUUID(), set }) => {
      const networks = networksOf(set.text)
      const sets = storage.ipSets.list()
      const namesake = sets.find((each) => each.id !== id && ipSetNameKey(each.name) === ipSetNameKey(set.name))
      if (namesake) throw new AppError('ip-set.name-taken', 'Another set has this name', { name: namesake.name })
      const now = clock.now()
      const before = find(id)
      const stored: StoredIpSet = { ...set, id, createdAtMs: before?.createdAtMs ?? now, updatedAtMs: now }
      storage.ipSets.put(stored)
      changed()
      note('ipSets.save', before, stored)
      return { ...stored, networks }
    },
    'ipSets.remove': ({ id }) => {
      const before = find(id)
      if (!storage.ipSets.remove(id)) throw new AppError('ip-set.unknown', `No IP set ${id}`)
      changed()
      note('ipSets.remove', before, null)
      return {}
    },
  }
}
