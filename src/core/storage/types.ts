import type { ErrorValue } from '../../shared/errors.ts'
import type { ActivityEntry, ActivityFilter, ActivityLine, Erasure } from '../../shared/model/activity.ts'
import type { StorageNotice } from '../../shared/model/app-info.ts'
import type { BackupKind } from '../../shared/model/data.ts'
import type { BulkIntent } from '../../shared/model/bulk-action.ts'
import type { SavedPlan } from '../../shared/model/plan.ts'
import type { ListedKind } from '../../shared/kinds/index.ts'
import type { Slice } from '../../shared/model/inventory.ts'
import type { PinInfo, ServerDraft } from '../../shared/model/server.ts'
import type { StoredIpSet } from '../../shared/model/ip-sets.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { VaultKind } from '../../shared/model/vault.ts'
import type { BackupFile } from './backup.ts'
import type { Contents, Tables } from './contents.ts'
import type { ItemChange, ItemOutcome, ItemQuery, RunTally, StoredItem, StoredRun } from './run-columns.ts'
import type { SavedView } from '../../shared/model/views.ts'

/** What a profile stores about the token given for its address. The token itself is in the vault. */
export interface TokenMark {
  /** The result of `tokenHash`. */
  readonly hash: string
  /** When a user entered the token, here or where it was imported from. Null if before Wisdeck stored this time. */
  readonly setAtMs: number | null
}

/** A profile as it is stored: what the user entered, plus the trusted certificate. */
export interface StoredServer extends ServerDraft {
  readonly id: string
  readonly position: number
  readonly pin: (PinInfo & { readonly certificatePem: string }) | null
  readonly hasToken: boolean
  /**
   * Null without a token. Also null until the first use of a demo token, or of a token that was stored before marks
   * existed.
   */
  readonly tokenMark: TokenMark | null
  readonly demo: boolean
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

/** What Wisdeck has learned about a panel and keeps over a restart. */
export interface PanelFacts {
  readonly username: string | null
  readonly role: string | null
  readonly version: string | null
  /** Whether the panel was asked for these three. Absent until a connection test has passed. */
  readonly asked?: boolean | undefined
  readonly utcOffsetMin: number | null
  /** The instant of the timestamp that `utcOffsetMin` was read from. An offset from a later timestamp replaces it. */
  readonly utcOffsetAtMs: number | null
  /** As in ServerStatus. Absent until a reply has contained the panel's time. */
  readonly clockAheadMs?: number | undefined
  readonly listHasAllowedIps: boolean | null
}

/** What is known about a slice without reading its rows. */
export interface SnapshotHead {
  readonly serverId: string
  readonly kind: ListedKind
  readonly readAtMs: number | null
  readonly count: number
}

/** What is stored about saved views besides the views themselves. */
export interface ViewsState {
  /** The view that was open last. Null if another screen was open. */
  readonly lastOpenId: string | null
  /** True if no view has ever been saved or removed. */
  readonly untouched: boolean
}

/** An entry that no run writes. */
export type NewEntry = Omit<ActivityEntry, 'id' | 'runId' | 'itemIndex' | 'found'>

/** Which entries are meant, with servers by their ids alone. */
export type RecordFilter = Omit<ActivityFilter, 'tag'>

export interface EntryPage {
  readonly beforeId?: number | undefined
  readonly limit: number
}

/** Rows in the user's order. */
export interface OrderedRows<Row> {
  list(): readonly Row[]
  /** Inserts or replaces the row. What refers to it stays. */
  put(row: Row): void
  remove(id: string): void
  /** Puts the rows with these ids first, in this order. Others follow in their old order. Ignores unknown ids. */
  reorder(ids: readonly string[]): void
}

/**
 * The data folder. All methods are synchronous, because node:sqlite is, and because rows must be on disk when a method
 * returns. Only facts and snapshots do not wait for the disk: they can be read again from a panel. If the disk refuses
 * them, they are kept in memory, where reads find them, and written later. A row that cannot be read is treated as
 * absent and logged. No method waits for a lock of another program.
 * @throws AppError storage.full | storage.busy | storage.read-only | storage.damaged from every method that does not
 * say otherwise
 */
export interface Storage {
  /** Set if this start found a damaged file, else null. */
  readonly notice: StorageNotice | null
  /** A server takes its snapshots, facts and notes with it when it is removed. Its activity stays. */
  readonly servers: OrderedRows<StoredServer> & { get(id: string): StoredServer | null }
  readonly snapshots: {
    /**
     * Replaces the slice of this server and kind. Stores nothing if the server has been removed. Returns the slice as
     * JSON text, so that the rows are serialised once for the disk and the page.
     */
    put(slice: Slice): string
    /** Returns the list of slices as UTF-8 JSON, in pieces. SQLite only checks that the rows are JSON. */
    pieces(kind: ListedKind, serverIds?: readonly string[]): readonly Uint8Array[]
    /** Returns when each slice was read and how many rows it has. Leaves out slices of an unknown kind. */
    heads(): readonly SnapshotHead[]
    /** Returns the slices of these servers, or of all. A server without a slice is left out. */
    slices<K extends ListedKind>(kind: K, serverIds?: readonly string[]): readonly Slice<K>[]
    remove(serverId: string, kind: ListedKind): void
  }
  readonly facts: {
    get(serverId: string): PanelFacts | null
    put(serverId: string, facts: PanelFacts): void
    remove(serverId: string): void
  }
  /** Keyed by `<serverId>/cron/<id>`. Storing an empty note removes it. */
  readonly notes: {
    all(): Readonly<Record<string, string>>
    put(serverId: string, jobId: number, note: string): void
  }
  /**
   * The record: one entry for each change that was made or tried. `runs` writes the entries of its items, in the same
   * transaction. An entry outlives its server and the items of its run.
   */
  readonly record: {
    append(entry: NewEntry): ActivityEntry
    /** Returns the entry, or null if there is none; null for the head of a run too. */
    get(id: number): ActivityEntry | null
    /** Whether another entry has undone this one. It stays undone if that is undone in turn: the redo stands for it. */
    isUndone(id: number): boolean
    /** Returns entries, newest first, without the heads of runs. Only those with a smaller id than `beforeId`. */
    list(query: RecordFilter & EntryPage): readonly ActivityEntry[]
    /**
     * Returns up to `limit` lines, newest first, with the entries of one run in one line. Each call reads a bounded
     * number of entries, so a run can be continued on the next page: the caller adds up its counts. `nextBeforeId` is
     * null after the last page.
     */
    lines(query: RecordFilter & EntryPage): {
      readonly lines: readonly ActivityLine[]
      readonly nextBeforeId: number | null
    }
    /** Counts the changes between each of these times and the next; the last one has no end. */
    perDay(startsMs: readonly number[]): readonly { done: number; failed: number; unknown: number }[]
    /** Returns the names of all people in the record. */
    people(): readonly string[]
    /** Counts what `erase` would remove and leave. */
    erasure(serverIds: readonly string[]): Erasure
    /**
     * Removes the entries of these servers, what finished runs hold of them, and their traces in the file, in steps of
     * some tens of ms. Call `step` until it returns false.
     */
    erase(serverIds: readonly string[]): { readonly erased: Erasure; step(): boolean }
  }
  /**
   * The ledger of bulk runs. Runs and their items outlive the profiles of their servers. Items of a run that has been
   * pruned are read from the record.
   */
  readonly runs: {
    /**
     * Writes a run with all its items, in one transaction. `secret` is the item's sealed password, null if it has none.
     * @throws AppError plan.used if that plan has been run
     */
    begin(run: StoredRun, items: Iterable<StoredItem & { readonly secret: string | null }>): void
    get(id: string): StoredRun | null
    /** Returns the id of the run that was started from this plan, or null. */
    ofPlan(planId: string): string | null
    /** Newest first, without the changes of one row that are over. */
    list(query: { readonly beforeMs?: number | undefined; readonly limit: number }): readonly StoredRun[]
    /** Runs that are neither done nor cancelled. */
    live(): readonly StoredRun[]
    /** Returns the runs with items that have been sent and not been read back yet. */
    unconfirmed(): readonly StoredRun[]
    /** Updates the state and the head of a stored run. Does nothing if there is no such run. */
    put(run: StoredRun): void
    /** Does the same now or, if the disk refuses it, as soon as the disk accepts it. Never throws a storage.*. */
    putEventually(run: StoredRun): void
    /**
     * Writes all of these changes or none. With the confirmation of a row that was created in place of a deleted one,
     * the note of that one moves to it.
     */
    change(runId: string, changes: readonly ItemChange[]): void
    /** Does the same now or, if the disk refuses it, as soon as the disk accepts it. Never throws a storage.*. */
    changeEventually(runId: string, changes: readonly ItemChange[]): void
    /** Returns the items, or one page of them, ordered by index. */
    items(query: ItemQuery, page?: { readonly limit: number; readonly offset?: number }): readonly StoredItem[]
    count(query: ItemQuery): number
    /** Returns the row keys of these items. */
    keys(query: ItemQuery): ReadonlySet<string>
    /** Gives all of these items the same state. Of their outcomes, only the given fields change. */
    moveAll(query: ItemQuery, state: StoredItem['state'], outcome: Partial<Omit<ItemOutcome, 'baselineIds'>>): void
    tally(runId: string): readonly RunTally[]
    /** Counts the rows of which something can be undone. The steps of one row are undone at once. */
    undoableRows(runId: string): number
    secret(runId: string, index: number): string | null
    secretIndexes(runId: string): readonly number[]
    /** Writes the run and removes all its secrets, in one transaction. */
    wipeSecrets(run: StoredRun): void
    /** Returns the runs that have items, newest first. `isSealed`: their passwords have not been shown yet. */
    sizes(): readonly {
      readonly id: string
      readonly startedAtMs: number
      readonly finished: boolean
      readonly items: number
      readonly isSealed: boolean
    }[]
    /** Removes the items of a run. The run stays, and so do its entries in the record. */
    prune(id: string): void
  }
  /** Named plans, newest first, stored as intents. The caller of `put` makes sure that they contain no password. */
  readonly savedPlans: {
    /** Does not read the row keys of the plans. */
    list(): readonly SavedPlan[]
    get(id: string): { readonly name: string; readonly intent: BulkIntent } | null
    /** Inserts the plan. Its id must be new. */
    put(saved: SavedPlan, intent: BulkIntent): void
    /** Returns false if there is no such plan. */
    remove(id: string): boolean
  }
  readonly views: OrderedRows<SavedView>
  /** In the order of creation. */
  readonly ipSets: {
    list(): readonly StoredIpSet[]
    /** Inserts or replaces the set. */
    put(set: StoredIpSet): void
    /** Returns false if there is no such set. */
    remove(id: string): boolean
  }
  readonly viewsState: { get(): ViewsState; put(state: ViewsState): void }
  /** `get` returns the defaults before the first `put`. */
  readonly settings: { get(): Settings; put(settings: Settings): void }
  /** Which vault the user chose. Null before a choice. */
  readonly vaultChoice: {
    get(): Exclude<VaultKind, 'undecided'> | null
    put(kind: Exclude<VaultKind, 'undecided'>): void
  }
  /** Copies the whole file into the backups now; `before-update` by default. Returns the path of the copy. */
  backUp(kind?: Exclude<BackupKind, 'automatic'>): string
  /**
   * Makes the daily backup, unless there is no server or a backup is less than a day away. Logs a failure and never
   * throws.
   */
  backUpDaily(): void
  /** The rows of all tables except the snapshots. */
  readonly contents: {
    /** Returns the rows in the newest schema. */
    read(): Tables
    /**
     * Returns the rows in the newest schema. The caller refuses rows of a newer schema than this Wisdeck knows: here
     * they would lose what it does not know.
     * @throws an error of SQLite if the rows do not fit their schema
     */
    upgraded(contents: Contents): Tables
    /**
     * Replaces everything or nothing. `before` is what `read` has just returned. Removes the snapshots of servers that
     * are removed or get another URL.
     */
    replace(change: { readonly before: Tables; readonly after: Tables }): void
  }
  readonly backups: {
    /** Newest first. */
    list(): readonly (BackupFile & { readonly bytes: number })[]
    /** @throws AppError backup.unknown | backup.damaged */
    read(name: string): Contents
  }
  /**
   * Makes a write now or, if the disk refuses it, as soon as the disk accepts it: for what has happened already and
   * cannot be refused any more. `write` may run more than once and must store all or nothing.
   */
  eventually(write: () => void): void
  /**
   * Resolves once something can be written. Waits, without keeping anything else waiting, while another program holds
   * the file, for 10 s at most.
   * @throws AppError storage.*; cancelled when the signal fires or the storage closes
   */
  whenWritable(signal?: AbortSignal): Promise<void>
  /** Returns why something waits in memory for the disk; null if nothing does. */
  refused(): ErrorValue | null
  /** Subscribes to changes of `refused`. */
  onRefused(listener: (error: ErrorValue | null) => void): void
  /** Closes the file and releases the folder. Closing twice is no error. */
  close(): void
}
