import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import type { Run, RunItem } from '../../src/shared/model/run.ts'
import type { TestApp } from '../kit/app.ts'
import type { Told } from './messages.ts'
import { ownerName, type Wish } from './wishes.ts'

/** A run as core tells it, with its items. */
export interface ToldRun {
  readonly run: Run
  readonly items: readonly RunItem[]
}

/**
 * Returns the ids of all runs, the oldest first. Core lists a change of one row only until it is over, so they come
 * from the data file.
 */
export function runIds({ dataDir }: TestApp): readonly string[] {
  const db = new DatabaseSync(join(dataDir, 'wisdeck.db'), { readOnly: true, timeout: 5000 })
  const ids = db.prepare('SELECT id FROM runs ORDER BY started_at_ms, rowid').all() as { readonly id: string }[]
  db.close()
  return ids.map(({ id }) => id)
}

export async function readRuns(app: TestApp): Promise<readonly ToldRun[]> {
  const runs: ToldRun[] = []
  for (const id of runIds(app)) {
    const run = await app.call('bulk.run', { runId: id })
    const items: RunItem[] = []
    while (items.length < run.total)
      items.push(...(await app.call('bulk.runItems', { runId: id, offset: items.length, limit: 1000 })).items)
    runs.push({ run, items })
  }
  return runs
}

/** Returns what is told of one item. */
export const toldOf = (wish: number, item: RunItem, password: string | null = null): Told => ({
  wish,
  state: item.state,
  open: item.open,
  reason: item.skipped ?? item.error?.code ?? null,
  made: item.madeId !== null,
  password,
})

const keyOfWish = ({ server, kind, op, id }: Wish) =>
  `${server}/${kind}/${op !== 'create' ? id : kind === 'ftp' ? `${ownerName}_${id}` : `+${id}`}`

/** Finds the wish of an item. */
export interface WishFinder {
  find(run: Run, item: RunItem): Wish | undefined
}

/**
 * Creates a finder. Two wishes of one row through one server are told apart by whether the run changes one row or many.
 * An item that completes a row that an earlier item has created is of the wish to create it.
 */
export function createWishFinder(
  bulk: readonly Wish[],
  singles: readonly Wish[],
  serverOf: (id: string) => number,
): WishFinder {
  const byKey = {
    rows: new Map(bulk.map((wish) => [keyOfWish(wish), wish])),
    row: new Map(singles.map((wish) => [keyOfWish(wish), wish])),
  }
  const created = new Map<string, Wish>()
  const keyOfItem = ({ serverId, kind, op, key }: RunItem) => {
    const id = key.split('/').slice(2).join('/')
    const name = op === 'create' && kind === 'ftp' ? `${ownerName}_${id.replace(/^\+/, '')}` : id
    return `${serverOf(serverId)}/${kind}/${name}`
  }
  return {
    find({ origin }, item) {
      const key = keyOfItem(item)
      const wish = byKey[origin].get(key) ?? created.get(key) ?? byKey.row.get(key) ?? byKey.rows.get(key)
      if (wish && item.madeId !== null) created.set(`${serverOf(item.serverId)}/${item.kind}/${item.madeId}`, wish)
      return wish
    },
  }
}
