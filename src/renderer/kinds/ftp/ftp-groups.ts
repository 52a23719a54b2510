import type { MessageKey } from '../../i18n/index.ts'
import type { FtpRow } from './account-rows.ts'
import type { GroupKey } from '../../table/groups.ts'
import { serverGroups } from '../../table/server-groups.ts'
import { ownerAndDomain } from '../shared-columns.ts'
import type { useAccountWords } from './use-account-words.ts'

/** Whether an allow list is empty (`open`), has not been read, or has entries. */
type Restriction = 'open' | 'unread' | 'restricted'
/** The order of the groups: what needs attention comes first. */
const restrictions: readonly Restriction[] = ['open', 'unread', 'restricted']

function restrictionOf({ account: { allowedIps } }: FtpRow): Restriction {
  if (allowedIps === null) return 'unread'
  return allowedIps.length === 0 ? 'open' : 'restricted'
}

/** Returns the keys that accounts can be grouped by. */
export function ftpGroups(
  words: Pick<ReturnType<typeof useAccountWords>, 'state' | 'access'>,
  t: (key: MessageKey) => string,
  locale: string,
): readonly GroupKey<FtpRow>[] {
  return [
    ...serverGroups<FtpRow>((environment) => t(`shell.env.${environment}`), locale),
    ...ownerAndDomain<FtpRow>(({ account }) => account).groupKeys,
    {
      id: 'restriction',
      header: 'ftp.group.restriction',
      of: restrictionOf,
      label: (row) => t(`ftp.group.${restrictionOf(row)}`),
      rank: (row) => restrictions.indexOf(restrictionOf(row)),
    },
    {
      id: 'state',
      header: 'field.state',
      of: ({ account }) => String(account.enabled),
      label: ({ account }) => words.state(account.enabled),
      rank: ({ account }) => (account.enabled ? 0 : 1),
    },
    {
      id: 'access',
      header: 'field.readOnly',
      of: ({ account }) => String(account.readOnly),
      label: ({ account }) => words.access(account.readOnly),
      rank: ({ account }) => (account.readOnly ? 1 : 0),
    },
  ]
}
