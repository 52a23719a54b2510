import { holdsAll, readList, removeEntries, sameList, swapEntries } from '../../../shared/ip/index.ts'
import type { BulkAction } from '../../../shared/model/bulk-action.ts'
import type { FtpRow } from '../../stores/rows.ts'

type Networks = readonly string[]

/**
 * Accounts that have what a set held once, and what is to be done to their lists so that they have what it holds now.
 */
export interface LeftBehind {
  readonly rows: readonly FtpRow[]
  readonly servers: number
  readonly action: BulkAction
}

function actionOf(remove: Networks, add: Networks): BulkAction {
  if (remove.length > 0 && add.length > 0)
    return { type: 'ftp.allowedIps', mode: 'swap', entries: [...add], remove: [...remove] }
  return remove.length > 0
    ? { type: 'ftp.allowedIps', mode: 'remove', entries: [...remove] }
    : { type: 'ftp.allowedIps', mode: 'add', entries: [...add] }
}

/**
 * Who was left behind when the addresses of a set were edited: accounts that hold all of what it was (`former`, each
 * state of it) and whose list the change would make another. Null where there is nobody. What is dropped are entries
 * that equal an old network; a wider one around it was not put there by the set, and stays.
 */
export function leftBehind(rows: Iterable<FtpRow>, now: Networks, former: readonly Networks[]): LeftBehind | null {
  const old = former.filter((networks) => !sameList(networks, now))
  const remove = [...new Set(old.flatMap((networks) => removeEntries(networks, now)))]
  const add = [...new Set(old.flatMap((networks) => removeEntries(now, networks)))]
  const read = old.map(readList)
  const known = new Map<string, boolean>()
  const isLeft = (list: Networks): boolean => {
    const held = readList(list)
    return read.some((networks) => holdsAll(held, networks)) && !sameList(list, swapEntries(list, { remove, add }))
  }
  const left = [...rows].filter(({ account: { allowedIps } }) => {
    if (allowedIps === null || allowedIps.length === 0) return false
    const key = allowedIps.join(' ')
    const answer = known.get(key) ?? isLeft(allowedIps)
    known.set(key, answer)
    return answer
  })
  if (left.length === 0) return null
  return { rows: left, servers: new Set(left.map(({ server }) => server.id)).size, action: actionOf(remove, add) }
}
