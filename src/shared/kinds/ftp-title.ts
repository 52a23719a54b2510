import type { AccountEdit, IpsEdit } from './ftp-model.ts'
import { normaliseList, shortCidr } from '../ip/index.ts'
import { type ActionOf, type KindTitle, text, titled, type TitleWhat } from './title.ts'

const mostNamed = 2
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

function ipsTitle({ mode, entries, remove = [] }: IpsEdit): KindTitle {
  if (mode === 'set' && entries.length === 0) return titled('ipsClear')
  if (mode === 'swap') return titled('ipsSwap', swapWhat(remove, entries))
  return titled(
    { add: 'ipsAdd', remove: 'ipsRemove', subtract: 'ipsSubtract', set: 'ipsSet' }[mode],
    entriesWhat(entries),
  )
}

function editTitle({ enabled, quotaMb, readOnly, ips }: AccountEdit): KindTitle {
  const isSettings = quotaMb !== undefined || readOnly !== undefined
  if ([enabled, isSettings || undefined, ips].filter((part) => part !== undefined).length !== 1) return titled('edit')
  if (ips !== undefined) return ipsTitle(ips)
  if (enabled !== undefined) return titled(enabled ? 'enable' : 'disable')
  if (quotaMb !== undefined && readOnly !== undefined) return titled('settings')
  if (quotaMb !== undefined)
    return quotaMb === 0 ? titled('quotaNone') : titled('quota', { say: 'megabytes', count: quotaMb })
  return titled(readOnly ? 'readOnly' : 'readWrite')
}

/** Returns the title of an action on accounts, by what it changes. */
export function accountTitle(action: ActionOf<'ftp'>): KindTitle | null {
  if (action.type === 'ftp.edit') return editTitle(action.patch)
  return action.type === 'ftp.create' ? titled('create', text(action.account.username)) : null
}
