import type { DatabaseSync } from 'node:sqlite'
import type { Logger } from '../log/types.ts'
import { onDisk } from './disk-errors.ts'
import { bySchema, readJson } from './json-column.ts'
import { inTransaction } from './transaction.ts'
import type { OrderedRows } from './types.ts'

interface Placed {
  readonly id: string
  readonly position: number
}

/**
 * Rows in the user's order, each as one JSON text in `column`. Id and position have columns of their own. Rows that
 * cannot be read are left out and logged.
 */
export function createOrderedRows<Content extends object>(
  db: DatabaseSync,
  log: Logger,
  { table, column, schema }: { table: string; column: string; schema: Parameters<typeof bySchema<Content>>[0] },
): OrderedRows<Content & Placed> {
  const all = db.prepare(`SELECT id, position, ${column} FROM ${table} ORDER BY position, id`)
  // Not REPLACE, which would delete the row first, and with it what refers to it.
  const upsert = db.prepare(`INSERT INTO ${table} (id, position, ${column}) VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET position = excluded.position, ${column} = excluded.${column}`)
  const drop = db.prepare(`DELETE FROM ${table} WHERE id = ?`)
  const move = db.prepare(`UPDATE ${table} SET position = ? WHERE id = ?`)
  const check = bySchema(schema)

  function fromRow(row: Readonly<Record<string, unknown>>): readonly (Content & Placed)[] {
    const id = String(row['id'])
    const content = readJson(row[column], check, log, { table, id })
    return content ? [{ ...content, id, position: Number(row['position']) }] : []
  }

  function reorder(ids: readonly string[]): void {
    const old = all.all().map((row) => String(row['id']))
    const named = new Set(ids.filter((id) => old.includes(id)))
    const order = [...named, ...old.filter((id) => !named.has(id))]
    inTransaction(db, () => order.forEach((id, position) => move.run(position, id)))
  }

  return {
    list: () => onDisk(() => all.all().flatMap(fromRow)),
    put: ({ id, position, ...content }) => onDisk(() => void upsert.run(id, position, JSON.stringify(content))),
    remove: (id) => onDisk(() => void drop.run(id)),
    reorder: (ids) => onDisk(() => reorder(ids)),
  }
}
