import { normaliseList, shortCidr } from '../../shared/ip/index.ts'
import type { BulkAction, PublicAction } from '../../shared/model/bulk-action.ts'
import type { AccountEdit, IpsEdit } from '../../shared/kinds/ftp-model.ts'
import type { ListedKind } from '../../shared/kinds/index.ts'
import type { CountKey } from '../i18n/index.ts'

type TitleOf<Key> = Key extends `bulk.title.${infer Name}` ? Name : never
type TitleName = Exclude<TitleOf<CountKey>, 'entries'>

/** The value of `{what}` in a title: a text as it is, or a number of addresses, megabytes or minutes. */
export type TitleWhat =
  | { readonly say: 'text'; readonly text: string }
  | { readonly say: 'entries'; readonly count: number }
  | { readonly say: 'megabytes'; readonly count: number }
  | { readonly say: 'minutes'; readonly count: number }
export interface Title {
  readonly key: CountKey
  readonly what: TitleWhat | null
}

const mostNamed = 2
const longestFind = 40
const text = (value: string): TitleWhat => ({ say: 'text', text: value })
const titleWith = (name: TitleName, what: TitleWhat | null = null): Title => ({ key: `bulk.title.${name}`, what })

function entriesWhat(entries: readonly string[]): TitleWhat {
  const list = normaliseList(entries).entries
  return list.length > mostNamed ? { say: 'entries', count: list.length } : text(list.map(shortCidr).join(', '))
}

/** Names the old and the new addresses if there are few enough of both, otherwise the number of new ones. */
function swapWhat(remove: readonly string[], entries: readonly string[]): TitleWhat {
  const [from, to] = [entriesWhat(remove), entriesWhat(entries)]
  return from.say === 'text' && to.say === 'text'
    ? text(`${from.text} → ${to.text}`)
    : { say: 'entries', count: normaliseList(entries).entries.length }
}

function ipsTitle({ mode, entries, remove = [] }: IpsEdit): Title {
  if (mode === 'set' && entries.length === 0) return titleWith('ipsClear')
  if (mode === 'swap') return titleWith('ipsSwap', swapWhat(remove, entries))
  return titleWith(
    { add: 'ipsAdd', remove: 'ipsRemove', subtract: 'ipsSubtract', set: 'ipsSet' }[mode] as TitleName,
    entriesWhat(entries),
  )
}

function accountsTitle({ enabled, quotaMb, readOnly, ips }: AccountEdit): Title {
  const isSettings = quotaMb !== undefined || readOnly !== undefined
  if ([enabled, isSettings || undefined, ips].filter((part) => part !== undefined).length !== 1)
    return titleWith('accountsEdit')
  if (ips !== undefined) return ipsTitle(ips)
  if (enabled !== undefined) return titleWith(enabled ? 'enable' : 'disable')
  if (quotaMb !== undefined && readOnly !== undefined) return titleWith('settings')
  if (quotaMb !== undefined)
    return quotaMb === 0 ? titleWith('quotaNone') : titleWith('quota', { say: 'megabytes', count: quotaMb })
  return titleWith(readOnly ? 'readOnly' : 'readWrite')
}

function jobsTitle({ patch }: Extract<PublicAction, { type: 'cron.edit' }>): Title {
  const { name, enabled, cronExpr, shiftMin, command, emailOnComplete, emailOnError } = patch
  const isMail = emailOnComplete !== undefined || emailOnError !== undefined
  if (
    [name, enabled, cronExpr, shiftMin, command, isMail || undefined].filter((part) => part !== undefined).length !== 1
  )
    return titleWith('jobsEdit')
  if (name !== undefined) return titleWith('jobsRename', text(name))
  if (enabled !== undefined) return titleWith(enabled ? 'jobsEnable' : 'jobsDisable')
  if (cronExpr !== undefined) return titleWith('jobsSchedule', text(cronExpr))
  if (shiftMin !== undefined)
    return titleWith(shiftMin < 0 ? 'jobsEarlier' : 'jobsLater', { say: 'minutes', count: Math.abs(shiftMin) })
  if (command === undefined) return titleWith('jobsMail')
  if (command.how === 'set') return titleWith('jobsCommand')
  return titleWith(
    'jobsReplace',
    text(command.find.length > longestFind ? `${command.find.slice(0, longestFind)}…` : command.find),
  )
}

type ActionOf<K extends string> = Extract<PublicAction | BulkAction, { readonly type: `${K}.${string}` }>

function ftpTitle(action: ActionOf<'ftp'>): Title {
  switch (action.type) {
    case 'ftp.edit':
      return accountsTitle(action.patch)
    case 'ftp.password':
      return titleWith('passwords')
    case 'ftp.remove':
      return titleWith('ftpRemove')
    case 'ftp.create':
      return titleWith('ftpCreate', text(action.account.username))
    case 'ftp.import':
      return titleWith('ftpImport')
  }
}

function cronTitle(action: ActionOf<'cron'>): Title {
  switch (action.type) {
    case 'cron.edit':
      return jobsTitle(action)
    case 'cron.remove':
      return titleWith('jobsRemove')
    case 'cron.create':
      return titleWith('jobsCreate', text(action.job.name))
    case 'cron.copy':
      return titleWith('jobsCopy')
  }
}

const anonymousTitle = ({ patch }: ActionOf<'anonymous'>) => titleWith(patch.enabled ? 'anonymousOn' : 'anonymousOff')

/**
 * The titles of kinds whose actions have several, by what they change. All other kinds have a title for each type of
 * action in their catalogue: `kinds.<kind>.title.<verb>`.
 */
const titles: ReadonlyMap<string, (action: never) => Title> = new Map<string, (action: never) => Title>([
  ['ftp', ftpTitle],
  ['cron', cronTitle],
  ['anonymous', anonymousTitle],
])

/**
 * Returns the title of an action: the key of its sentence in the catalogue and the value for it. The counts are added
 * when the title is printed.
 */
export function titleOf(action: PublicAction | BulkAction): Title {
  if (action.type === 'undo' || action.type === 'retry') return titleWith(action.type)
  const [kind = '', verb = ''] = action.type.split('.')
  const title = titles.get(kind) as ((action: PublicAction | BulkAction) => Title) | undefined
  return title?.(action) ?? { key: `kinds.${kind as ListedKind}.title.${verb}`, what: null }
}
