import { AppError } from '../../../shared/errors.ts'
import type { RowFacts } from '../../../shared/model/plan.ts'
import { creationOf, type PanelRow } from '../../kinds/index.ts'
import { flipped, namedSetters, nextFields } from '../../kinds/setters.ts'
import { type CreatedKind, type DraftOf, isCreated } from '../../../shared/kinds/index.ts'
import type { RetryClass } from '../../panel/endpoint.ts'
import type { CallOptions, PanelClient } from '../../panel/types.ts'
import type { StoredItem } from '../../storage/run-columns.ts'
import { idOf, idOfRow, missingOf, compareRow, wantedOf } from './rows.ts'

export interface SendOptions {
  readonly client: PanelClient
  /** Makes one request of this class with the options that the server run gives it. */
  readonly step: <T>(retryClass: RetryClass, request: (options: CallOptions) => Promise<T>) => Promise<T>
  /** The password of an account to be created or changed. */
  readonly secret: string | null
  /** Called as soon as a new row's id is known. */
  readonly onCreated: (id: string) => void
}

type Fields = readonly string[]

/** How much of an item was sent: all of it, or what goes before the flip of a switch. */
export type SentPart = 'whole' | 'part'

/** Returns these of the fields, as far as they have a value. */
const pickFields = (facts: RowFacts, fields: Fields): RowFacts =>
  Object.fromEntries(
    Object.entries(facts).filter(([field, value]) => fields.includes(field) && value !== null && value !== undefined),
  )

/**
 * Sends the requests of one item, but no flip along with others: it goes by itself, on a row that was read after them.
 * `row` is the row as it is now, null for one to be created. If a change is half in force, only the missing part is
 * sent. Nothing is read back.
 * @throws AppError as the panel's client does; input.invalid; handout.passphrase-needed; storage.*
 * @throws SendAborted right before a request would leave
 */
export async function sendItem(
  { item, outcome }: StoredItem,
  row: PanelRow | null,
  sendOptions: SendOptions,
): Promise<SentPart> {
  if (item.op === 'create' && outcome.madeId === null) return createRow(item, sendOptions)
  if (row === null) throw new AppError('internal', 'A change of a row needs the row')
  if (item.op === 'remove') return removeRow(item, sendOptions)
  if (item.op === 'password') return setPassword(item, sendOptions)
  const fields = item.op === 'create' ? missingOf(item, row) : compareRow(item, row).toSend
  const next = nextFields(item.kind, fields)
  await setFields(item, row, next, sendOptions)
  return next.length === fields.length ? 'whole' : 'part'
}

async function removeRow(item: StoredItem['item'], { client, step }: SendOptions): Promise<SentPart> {
  await step('remove', (options) => client.remove(createdKindOf(item), idOf(item), options))
  return 'whole'
}

function createdKindOf({ kind }: StoredItem['item']): CreatedKind {
  if (isCreated(kind)) return kind
  throw new AppError('internal', `No ${kind} row can be created or removed`)
}

function passwordOf({ secret }: SendOptions): string {
  if (secret === null) throw new AppError('handout.passphrase-needed', 'The passwords of this run are sealed')
  return secret
}

/** Sets the password of a row, by the setter that has a secret. */
async function setPassword(item: StoredItem['item'], sendOptions: SendOptions): Promise<SentPart> {
  const secret = passwordOf(sendOptions)
  for (const [name, setter] of namedSetters(item.kind)) {
    if (setter.secret === undefined) continue
    const values = { [setter.secret]: secret }
    await sendOptions.step(setter.endpoint.retryClass, (options) =>
      sendOptions.client.set(item.kind, idOf(item), name, values, { ...options, secret }),
    )
  }
  return 'whole'
}

/** Sets these fields of a row, each by the request that sets it, in the order of the kind's setters. */
async function setFields(
  item: StoredItem['item'],
  row: PanelRow,
  fields: Fields,
  { client, step }: SendOptions,
): Promise<void> {
  const wanted = wantedOf(item)
  const id = idOfRow(item.kind, row)
  for (const [name, setter] of namedSetters(item.kind)) {
    const values = pickFields(
      wanted,
      setter.fields.filter((field) => fields.includes(field)),
    )
    if (Object.keys(values).length === 0) continue
    const checkedValues = checked(setter.values, values)
    await step(setter.endpoint.retryClass, (options) => client.set(item.kind, id, name, checkedValues, options))
  }
}

async function createRow(item: StoredItem['item'], sendOptions: SendOptions): Promise<SentPart> {
  const { draft, carries, secret } = creationOf(item.kind)
  const password = secret === undefined ? {} : { [secret]: passwordOf(sendOptions) }
  const facts = checked(draft, { ...pickFields(item.after ?? {}, carries), ...password })
  const kind = createdKindOf(item)
  const row = await sendOptions.step<PanelRow>('create', (options) =>
    sendOptions.client.create(kind, facts as DraftOf<CreatedKind>, {
      ...options,
      ...(secret === undefined ? {} : { secret: passwordOf(sendOptions) }),
    }),
  )
  sendOptions.onCreated(idOfRow(kind, row))
  const missing = missingOf(item, row)
  const set = missing.filter((field) => !flipped(item.kind).includes(field))
  await setFields(item, row, set, sendOptions)
  return set.length === missing.length ? 'whole' : 'part'
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
