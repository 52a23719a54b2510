import { holdsAll, readList, removeEntries, sameList, shortCidr, swapEntries } from '../../../shared/ip/index.ts'
import type { BulkAction } from '../../../shared/model/bulk-action.ts'
import type { FtpRow } from '../../kinds/ftp/account-rows.ts'

type Networks = readonly string[]

/** Accounts that have former addresses of a set, and the action that gives them the current ones. */
export interface LeftBehind {
  readonly rows: readonly FtpRow[]
  readonly servers: number
  readonly action: BulkAction
}

function actionOf(remove: Networks, added: Networks): BulkAction {
  const add = added.map(shortCidr)
  if (remove.length > 0 && add.length > 0)
    return { type: 'ftp.edit', patch: { ips: { mode: 'swap', entries: [...add], remove: [...remove] } } }
  return remove.length > 0
    ? { type: 'ftp.edit', patch: { ips: { mode: 'remove', entries: [...remove] } } }
    : { type: 'ftp.edit', patch: { ips: { mode: 'add', entries: [...add] } } }
}

/**
 * Returns the accounts that still have earlier addresses of an edited set; null if there are none. `former` holds
 * each earlier state of the set. An account counts if its list covers all of one earlier state and the change would
 * alter the list. Only entries that equal an old network are removed. A wider network around it was not added by
 * the set, and stays.
 */
export function leftBehind(rows: Iterable<FtpRow>, current: Networks, former: readonly Networks[]): LeftBehind | null {
  const earlierStates = former.filter((networks) => !sameList(networks, current))
  const remove = [...new Set(earlierStates.flatMap((networks) => removeEntries(networks, current)))]
  const add = [...new Set(earlierStates.flatMap((networks) => removeEntries(current, networks)))]
  const parsedStates = earlierStates.map(readList)
  const known = new Map<string, boolean>()
  const isLeftBehind = (list: Networks): boolean => {
    const parsedList = readList(list)
    return (
      parsedStates.some((networks) => holdsAll(parsedList, networks)) &&
      !sameList(list, swapEntries(list, { remove, add }))
    )
  }
  const rowsLeftBehind = [...rows].filter(({ account: { allowedIps } }) => {
    if (allowedIps === null || allowedIps.length === 0) return false
    const key = allowedIps.join(' ')
    const answer = known.get(key) ?? isLeftBehind(allowedIps)
    known.set(key, answer)
    return answer
  })
  if (rowsLeftBehind.length === 0) return null
  return {
    rows: rowsLeftBehind,
    servers: new Set(rowsLeftBehind.map(({ server }) => server.id)).size,
    action: actionOf(remove, add),
  }
}
