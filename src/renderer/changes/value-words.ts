import type { MessageKey } from '../i18n/index.ts'

/** How one value is shown: a sentence of the catalogue, a text as it is, a time, a number of MB, or a number. */
type ValueWord =
  | { readonly say: 'key'; readonly key: MessageKey }
  | { readonly say: 'text'; readonly text: string; readonly mono: boolean }
  | { readonly say: 'time'; readonly iso: string }
  | { readonly say: 'megabytes'; readonly count: number }
  | { readonly say: 'number'; readonly value: number }

const key = (name: MessageKey): ValueWord => ({ say: 'key', key: name })
const times: ReadonlySet<string> = new Set(['createdAt', 'updatedAt', 'lastRunAt', 'nextRunAt'])
const monoFields: ReadonlySet<string> = new Set([
  'allowedIps',
  'command',
  'cronExpr',
  'certificate',
  'homeDir',
  'url',
  'username',
])
const booleans: ReadonlyMap<string, readonly [yes: MessageKey, no: MessageKey]> = new Map([
  ['enabled', ['state.enabled', 'state.disabled']],
  ['readOnly', ['state.readOnly', 'state.readWrite']],
  ['lastRunOk', ['activity.value.worked', 'state.failed']],
])
/** Recorded values that the catalogue has words for, by `field=value`. A secret is recorded only as such a value. */
const valueKeys: ReadonlyMap<string, MessageKey> = new Map([
  ['token=kept', 'activity.value.stored'],
  ['token=none', 'state.none'],
  ['token=replaced', 'activity.value.replaced'],
  ['password=changed', 'activity.value.changed'],
  ['kind=keychain', 'vault.kind.keychain'],
  ['kind=passphrase', 'vault.kind.passphrase'],
  ['kind=session', 'vault.kind.session'],
  ['kind=undecided', 'vault.kind.undecided'],
  ['environment=production', 'shell.env.production'],
  ['environment=staging', 'shell.env.staging'],
  ['environment=development', 'shell.env.development'],
  ['environment=none', 'shell.env.none'],
  ['colour=none', 'state.none'],
  ...(['red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink'] as const).map(
    (name) => [`colour=${name}`, `servers.dialog.colours.${name}`] as const,
  ),
])

/**
 * Returns how a field's value is shown. An empty list of addresses means no restriction, null an unread list or a
 * domain that the panel does not show.
 */
export function valueWord(field: string, value: unknown): ValueWord {
  if (value === null || value === undefined) {
    if (field === 'allowedIps') return key('state.unread')
    if (field === 'domain') return key('state.notShown')
    return key(times.has(field) ? 'state.never' : 'state.none')
  }
  if (typeof value === 'boolean') {
    const [yes, no] = booleans.get(field) ?? (['state.yes', 'state.no'] as const)
    return key(value ? yes : no)
  }
  if (typeof value === 'number') {
    if (field === 'quotaMb') return value === 0 ? key('state.noLimit') : { say: 'megabytes', count: value }
    return { say: 'number', value }
  }
  if (typeof value === 'string') return textWord(field, value)
  if (Array.isArray(value) && value.length === 0)
    return key(field === 'allowedIps' ? 'state.unrestricted' : 'state.none')
  const text = Array.isArray(value) ? value.map(textOf).join(', ') : JSON.stringify(value)
  return { say: 'text', text, mono: monoFields.has(field) || !Array.isArray(value) }
}

/** Returns an element of a list as text. A column of a table is named by its id. */
function textOf(element: unknown): string {
  if (typeof element === 'string') return element
  const { columnId, id = columnId } = (element ?? {}) as { readonly columnId?: unknown; readonly id?: unknown }
  return typeof id === 'string' ? id : JSON.stringify(element)
}

function textWord(field: string, value: string): ValueWord {
  const valueKey = valueKeys.get(`${field}=${value}`)
  if (valueKey !== undefined) return key(valueKey)
  if (value === '') return key('state.none')
  if (times.has(field) && Number.isFinite(Date.parse(value))) return { say: 'time', iso: value }
  return { say: 'text', text: value, mono: monoFields.has(field) }
}
