import { z } from 'zod'
import { type Database, databaseDraft, databasePatch, databasesModel } from '../../../shared/kinds/databases.ts'
import type { ReportedRow } from '../../../shared/kinds/kind.ts'
import { endpointsBelow } from '../../panel/endpoint.ts'
import {
  type Json,
  numberOrZero,
  parseYesNo,
  readList,
  readOne,
  type RowReader,
  text,
  time,
  wholeNumber,
} from '../../panel/reply-fields.ts'
import { definedFields } from '../row-facts.ts'
import type { Facts, RowKind } from '../kind.ts'
import { sameValue } from '../same-value.ts'
import { createDatabaseRetry, databaseActions } from './actions.ts'

type Row = ReportedRow<Database>

const endpoint = endpointsBelow('/databases', 'databases')

const withId = z.object({ id: wholeNumber })
const readRow: RowReader<Row> = (entry) => {
  const parsedId = withId.safeParse(entry)
  if (!parsedId.success) return null
  const row = entry as Json
  return {
    id: parsedId.data.id,
    name: text(row.name),
    quotaMb: numberOrZero(row.quota_mb),
    enabled: parseYesNo(row.enabled),
    owner: text(row.owner),
    createdAt: time(row.created_at),
    updatedAt: time(row.updated_at),
  }
}

/** Databases. */
export const databases = {
  idOf: databasesModel.idOf,
  endpoints: {
    list: endpoint('GET', '/', 'read'),
    get: endpoint('GET', '/:id', 'read'),
    remove: endpoint('DELETE', '/:id', 'remove'),
  },
  readList: (body) => readList(body, ['databases'], readRow),
  readOne: (body) => readOne(body, ['database'], readRow),
  setters: {
    settings: {
      fields: ['quotaMb', 'enabled'],
      endpoint: endpoint('PUT', '/:id', 'set'),
      values: databasePatch,
      body: ({ quotaMb, enabled }) => definedFields({ quota_mb: quotaMb, enabled }),
    },
  },
  creation: {
    endpoint: endpoint('POST', '/', 'create'),
    draft: databaseDraft,
    body: ({ name }) => ({ name }),
    carries: ['name'],
    defaults: { quotaMb: 0, enabled: true },
    identifies: ({ name }: Facts, row: Row) => (row.name === name ? 'same' : 'no'),
    hasUniqueNames: true,
    createRetry: createDatabaseRetry,
  },
  undoOfRemoval: 'none',
  actions: databaseActions,
  ownRead: [],
  same: sameValue,
  timesOf: ({ updatedAt, createdAt }) => [updatedAt ?? createdAt],
} as const satisfies RowKind<Row>
