import { AppError } from '../../../shared/errors.ts'
import type { RowFacts } from '../../../shared/model/plan.ts'
import { creationOf, type PanelRow } from '../../kinds/index.ts'
import { namedSetters } from '../../kinds/setters.ts'
import { type CreatedKind, type DraftOf, isCreated } from '../../../shared/kinds/index.ts'
import type { CallOptions, PanelClient } from '../../panel/types.ts'
import type { StoredItem } from '../../storage/run-columns.ts'
import { idOf, idOfRow, missingOf, compareRow, wantedOf } from './rows.ts'

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

/** Returns these of the fields, as far as they have a value. */
const pickFields = (facts: RowFacts, fields: Fields): RowFacts =>
  Object.fromEntries(
    Object.entries(facts).filter(([field, value]) => fields.includes(field) && value !== null && value !== undefined),
  )

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
  if (item.op === 'remove') return step((options) => client.remove(createdKindOf(item), id, options))
  if (item.op === 'password') return setPassword(item, sendOptions)
  return setFields(item, row, item.op === 'create' ? missingOf(item, row) : compareRow(item, row).toSend, sendOptions)
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
async function setPassword(item: StoredItem['item'], sendOptions: SendOptions): Promise<void> {
  const secret = passwordOf(sendOptions)
  for (const [name, setter] of namedSetters(item.kind)) {
    if (setter.secret === undefined) continue
    const values = { [setter.secret]: secret }
    await sendOptions.step((options) =>
      sendOptions.client.set(item.kind, idOf(item), name, values, { ...options, secret }),
    )
  }
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
    await step((options) => client.set(item.kind, id, name, checkedValues, options))
  }
}

async function createRow(item: StoredItem['item'], sendOptions: SendOptions): Promise<void> {
  const { draft, carries, secret } = creationOf(item.kind)
  const password = secret === undefined ? {} : { [secret]: passwordOf(sendOptions) }
  const facts = checked(draft, { ...pickFields(item.after ?? {}, carries), ...password })
  const kind = createdKindOf(item)
  const row = await sendOptions.step<PanelRow>((options) =>
    sendOptions.client.create(kind, facts as DraftOf<CreatedKind>, {
      ...options,
      ...(secret === undefined ? {} : { secret: passwordOf(sendOptions) }),
    }),
  )
  sendOptions.onCreated(idOfRow(kind, row))
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
