import { readFields } from '../../fields.ts'
import { type PrintOptions, printList, printTime } from '../../print.ts'
import { answer, badBody, done, type Outcome, refused, reply, type Route, type RouteInput } from '../../route.ts'
import type { Kind } from '../kind.ts'

export interface DatabaseState {
  readonly id: number
  readonly name: string
  readonly quotaMb: number
  readonly enabled: boolean
  readonly owner: string
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

interface DatabasesState {
  readonly databases: readonly DatabaseState[]
  readonly nextDatabaseId: number
}

type Run = Route<DatabasesState>['run']

const print = (row: DatabaseState, options: PrintOptions) => ({
  id: row.id,
  name: row.name,
  quota_mb: row.quotaMb,
  enabled: row.enabled,
  owner: row.owner,
  created_at: printTime(row.createdAtMs, options),
  updated_at: printTime(row.updatedAtMs, options),
})

function found({ state, params }: RouteInput<DatabasesState>): Outcome<DatabasesState, DatabaseState> {
  const row = state.databases.find(({ id }) => String(id) === params[0])
  return row ? done(state, row) : refused(404, 'Database not found')
}

const list: Run = ({ state, print: options }) =>
  answer({
    databases: printList(
      state.databases.map((row) => print(row, options)),
      options,
    ),
    total: state.databases.length,
  })

const create: Run = ({ state, body, nowMs, print: options }) => {
  const name = readFields(body, { name: 'string' })?.name ?? ''
  if (name === '') return badBody
  if (state.databases.some((row) => row.name === name)) return refused(409, `Database ${name} already exists`)
  const row: DatabaseState = {
    id: state.nextDatabaseId,
    name,
    quotaMb: 0,
    enabled: true,
    owner: state.owner,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  }
  const next = { databases: [...state.databases, row], nextDatabaseId: state.nextDatabaseId + 1 }
  return reply(done(next, row), (made) => print(made, options), 201)
}

const update: Run = (input) => {
  const fields = readFields(input.body, { quota_mb: 'integer', enabled: 'boolean' })
  const before = found(input)
  if (!fields) return badBody
  if (!before.ok) return before
  const row = {
    ...before.value,
    quotaMb: fields.quota_mb ?? before.value.quotaMb,
    enabled: fields.enabled ?? before.value.enabled,
    updatedAtMs: input.nowMs,
  }
  const databases = input.state.databases.map((one) => (one.id === row.id ? row : one))
  return reply(done({ ...input.state, databases }, row), (changed) => print(changed, input.print))
}

const remove: Run = (input) => {
  const before = found(input)
  if (!before.ok) return before
  const databases = input.state.databases.filter(({ id }) => id !== before.value.id)
  return reply(done({ ...input.state, databases }, before.value), () => ({ message: 'Database deleted' }))
}

interface DatabasesShape {
  readonly name: 'databases'
  readonly scope: 'databases'
  readonly field: 'databases'
  readonly state: DatabasesState
}

/** The databases of a panel. */
export const databasesKind: Kind<DatabasesShape> = {
  name: 'databases',
  scope: 'databases',
  field: 'databases',
  idOf: ({ id }) => String(id),
  routes: [
    { method: 'GET', path: '/databases/', run: list },
    { method: 'POST', path: '/databases/', run: create },
    { method: 'GET', path: '/databases/:id', run: (input) => reply(found(input), (row) => print(row, input.print)) },
    { method: 'PUT', path: '/databases/:id', run: update },
    { method: 'DELETE', path: '/databases/:id', run: remove },
  ],
  emptyState: () => ({ databases: [], nextDatabaseId: 1 }),
  seed: () => ({ databases: [], nextDatabaseId: 1 }),
}
