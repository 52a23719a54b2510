import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { ListedKind } from '../../shared/kinds/index.ts'
import type { ServerStatus, Slice } from '../../shared/model/inventory.ts'
import type { ServerProfile } from '../../shared/model/server.ts'
import { useInventoryStore } from '../stores/inventory.ts'
import { useServersStore } from '../stores/servers.ts'
import { arrange, emptySlots, type RowSlots } from '../table/row-slots.ts'

/** What the rows of every kind have. `key` is `serverId/kind/id` and stays the same after a refresh. */
export interface KindRow {
  readonly key: string
  readonly server: ServerProfile
}

/** All rows of one kind. */
export interface Rows<Row> {
  /** Returns the rows of all servers by slot. */
  slots(): RowSlots<Row>
  /** Returns all rows in one list, for code that reads them once. */
  all(): readonly Row[]
  /** Returns the rows of one server: the same array while they have not changed. */
  of(serverId: string): readonly Row[]
}

/** How the rows of one kind are made from what core has sent. */
interface RowMaker<K extends ListedKind, Row extends KindRow> {
  rowsOf(slice: Slice<K>, server: ServerProfile, status: ServerStatus | undefined): readonly Row[]
  /** Returns the values of a status that a row holds. When one changes, the server's rows are made again. */
  statusValues?(status: ServerStatus | undefined): readonly unknown[]
}

/** Returns `rowsOf` with a cache: a slice keeps its rows until it, its server's profile or `statusValues` change. */
function cachedRows<K extends ListedKind, Row extends KindRow>({
  rowsOf,
  statusValues = () => [],
}: RowMaker<K, Row>): RowMaker<K, Row>['rowsOf'] {
  const known = new WeakMap<
    Slice<K>,
    { readonly server: ServerProfile; readonly values: readonly unknown[]; readonly rows: readonly Row[] }
  >()
  return (slice, server, status) => {
    const values = statusValues(status)
    const cached = known.get(slice)
    if (cached?.server === server && values.every((value, at) => value === cached.values[at])) return cached.rows
    const rows = rowsOf(slice, server, status)
    known.set(slice, { server, values, rows })
    return rows
  }
}

const noRows: readonly never[] = []

/**
 * Defines the store with all rows of one kind, made once for every screen. A new slice costs only its own rows; those
 * of other servers keep their slots, and a new status that no row holds changes nothing.
 */
export function defineRows<K extends ListedKind, Row extends KindRow>(
  kind: K,
  maker: RowMaker<K, Row>,
): () => Rows<Row> {
  const rowsOf = cachedRows(maker)
  return defineStore(`${kind}-rows`, (): Rows<Row> => {
    const serversStore = useServersStore()
    const inventory = useInventoryStore()
    const slots = computed<RowSlots<Row>>((before) =>
      arrange(
        before ?? emptySlots((row: Row) => row.key),
        serversStore.servers.flatMap((server) => {
          const slice = inventory.sliceOf(kind, server.id)
          const isUnread = slice === undefined
          return isUnread ? [] : [[server.id, rowsOf(slice, server, inventory.statuses.get(server.id))] as const]
        }),
      ),
    )
    const all = computed(() => [...slots.value.blocks.values()].flatMap(({ rows }) => rows))
    return {
      slots: () => slots.value,
      all: () => all.value,
      of: (serverId) => slots.value.blocks.get(serverId)?.rows ?? noRows,
    }
  })
}
