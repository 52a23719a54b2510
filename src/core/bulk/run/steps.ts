import { AppError } from '../../../shared/errors.ts'
import type { RowFacts } from '../../../shared/model/plan.ts'
import { cronDraft, cronPatch } from '../../../shared/model/cron.ts'
import { ftpPatch } from '../../../shared/model/ftp.ts'
import type { CallOptions, PanelClient } from '../../panel/types.ts'
import type { StoredItem } from '../../storage/run-columns.ts'
import { idOf, idOfRow, missingOf, type PanelRow, compareRow, wantedOf } from './rows.ts'

export interface SendOptions {
  readonly client: PanelClient
  /** Makes one request with the options that the server run gives it. */
  readonly step: <T>(request: (options: CallOptions) => Promise<T>) => Promise<T>
  /** The password of an account to be created or changed. */
  readonly secret: string | null
  /** Called as soon as a new row's id is known. */
  readonly onCreated: (id: string) => void
}

type Fields = readonly string[]

const pickFields = (facts: RowFacts, fields: Fields): RowFacts =>
  Object.fromEntries(Object.entries(facts).filter(([field]) => fields.includes(field)))

/**
 * Sends all requests of one item. `row` is the row as it is now, null for one to be created. If a change is half in
 * force, only the missing part is sent. Nothing is read back.
 * @throws AppError as the panel's client does; input.invalid; handout.passphrase-needed; storage.*
 * @throws SendAborted right before a request would leave
 */
export async function sendItem(
  { item, outcome }: StoredItem,
  row: PanelRow | null,
  sendOptions: SendOptions,
): Promise<void> {
  const { client, step } = sendOptions
  if (item.op === 'create' && outcome.madeId === null) return createRow(item, sendOptions)
  if (row === null) throw new AppError('internal', 'A change of a row needs the row')
  const id = idOf(item)
  if (item.op === 'remove')
    return step((options) =>
      item.kind === 'ftp' ? client.ftp.remove(id, options) : client.cron.remove(Number(id), options),
    )
  if (item.op === 'password') {
    const password = passwordOf(sendOptions)
    return step((options) => client.ftp.update(id, { password }, { ...options, secret: password }))
  }
  return setFields(item, row, item.op === 'create' ? missingOf(item, row) : compareRow(item, row).toSend, sendOptions)
}

function passwordOf({ secret }: SendOptions): string {
  if (secret === null) throw new AppError('handout.passphrase-needed', 'The passwords of this run are sealed')
  return secret
}

/** Sets these fields of a row. An account's switch goes first, because its flip must follow the read soonest. */
async function setFields(
  item: StoredItem['item'],
  row: PanelRow,
  fields: Fields,
  { client, step }: SendOptions,
): Promise<void> {
  const wanted = pickFields(wantedOf(item), fields)
  const id = idOfRow(row)
  if (item.kind === 'cron') {
    if (fields.length > 0) await step((options) => client.cron.update(Number(id), checked(cronPatch, wanted), options))
    return
  }
  if (fields.includes('enabled')) await step((options) => client.ftp.toggle(id, options))
  if (fields.includes('allowedIps'))
    await step((options) => client.ftp.setAllowedIps(id, wanted['allowedIps'] as readonly string[], options))
  const patch = pickFields(wanted, ['quotaMb', 'readOnly'])
  if (Object.keys(patch).length > 0) await step((options) => client.ftp.update(id, checked(ftpPatch, patch), options))
}

async function createRow(item: StoredItem['item'], sendOptions: SendOptions): Promise<void> {
  const { client, step } = sendOptions
  const { username, name, command, cronExpr, domain } = item.after ?? {}
  const domainField = typeof domain === 'string' && domain !== '' ? { domain } : {}
  const row = await step<PanelRow>((options) => {
    if (item.kind === 'cron')
      return client.cron.create(checked(cronDraft, { name, command, cronExpr, ...domainField }), options)
    const password = passwordOf(sendOptions)
    return client.ftp.create(
      { username: String(username ?? ''), password, ...domainField },
      { ...options, secret: password },
    )
  })
  sendOptions.onCreated(idOfRow(row))
  return setFields(item, row, missingOf(item, row), sendOptions)
}

/** @throws AppError input.invalid, for values that could not have been planned */
function checked<T>(
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  value: unknown,
): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new AppError('input.invalid', 'The item holds what no panel takes')
}
