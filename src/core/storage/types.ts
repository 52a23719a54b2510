import type { ActivityEntry } from '../../shared/model/activity.ts'
import type { StorageNotice } from '../../shared/model/app-info.ts'
import type { BackupKind } from '../../shared/model/data.ts'
import type { BulkIntent } from '../../shared/model/bulk-action.ts'
import type { SavedPlan } from '../../shared/model/plan.ts'
import type { CronSlice, FtpSlice, Kind, Slice } from '../../shared/model/inventory.ts'
import type { PinInfo, ServerDraft } from '../../shared/model/server.ts'
import type { StoredIpSet } from '../../shared/model/ip-sets.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { VaultKind } from '../../shared/model/vault.ts'
import type { BackupFile } from './backup.ts'
import type { Contents, Tables } from './contents.ts'
import type { ItemChange, ItemOutcome, ItemQuery, RunTally, StoredItem, StoredRun } from './run-columns.ts'
import type { SavedView } from '../../shared/model/views.ts'

/** What is kept beside a profile of the token that was given for its address; the token itself is with the vault. */
export interface TokenMark {
  /** As `tokenHash` makes it. */
  readonly hash: string
  /** When a user gave it, here or on the machine it came from; null where that was before this was kept. */
  readonly setAtMs: number | null
}

/** A profile as it is kept: what the user said, plus the trusted certificate. */
export interface StoredServer extends ServerDraft {
  readonly id: string
  readonly position: number
  readonly pin: (PinInfo & { readonly certificatePem: string }) | null
  readonly hasToken: boolean
  /** Null without a token, and where it has not been used since marks are kept. */
  readonly tokenMark: TokenMark | null
  readonly demo: boolean
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

/** What was learned of a panel and outlives a restart. */
export interface PanelFacts {
  readonly username: string | null
  readonly role: string | null
  readonly version: string | null
  readonly utcOffsetMin: number | null
  /** The instant that the offset was printed with: one printed with a later instant replaces it. */
  readonly utcOffsetAtMs: number | null
  /** As in ServerStatus; absent before a reply has told the time. */
  readonly clockAheadMs?: number | undefined
  readonly listHasAllowedIps: boolean | null
}

/** What can be said of a slice without reading its rows. */
export interface SnapshotHead {
  readonly serverId: string
  readonly kind: Kind
  readonly readAtMs: number | null
  readonly count: number
}

/** What is kept of saved views beside themselves. */
export interface ViewsState {
  /** The view that was open last; null where another screen was. */
  readonly lastOpenId: string | null
  /** No view has ever been saved or removed. */
  readonly untouched: boolean
}

export type NewActivity = Omit<ActivityEntry, 'id'>

/**
 * The data folder. All methods are synchronous: node:sqlite is, and rows must be on disk when they return (only facts
 * and snapshots, which a panel can tell again, do not wait for the disk). A row that cannot be read any more is treated
 * as absent and logged.
 * @throws AppError storage.full | storage.read-only | storage.damaged from every method
 */
export interface Storage {
  /** Set when this start found a damaged file. */
  readonly notice: StorageNotice | null
  readonly servers: {
    /** In the user's order. */
    list(): readonly StoredServer[]
    get(id: string): StoredServer | null
    /** Inserts or replaces; snapshots, facts and notes of the server stay. */
    put(server: StoredServer): void
    /** Removes it with its snapshots, facts and notes; its activity stays. */
    remove(id: string): void
    /** Those named come first, in this order; the others follow as they were. Unknown ids are passed over. */
    reorder(ids: readonly string[]): void
  }
  readonly snapshots: {
    /**
     * Replaces the slice of that server and kind; of a server that is gone nothing is kept. Returns it as JSON text,
     * made once for disk and page.
     */
    put(slice: Slice): string
    /**
     * The list of slices as JSON in UTF-8, in pieces put together without parsing the rows: what a start hands to the
     * page.
     */
    pieces(kind: Kind, serverIds?: readonly string[]): readonly Uint8Array[]
    /** Age and number of rows of every slice, without the rows. */
    heads(): readonly SnapshotHead[]
    /** Slices of the servers named, or of all; a server without one is left out. */
    ftp(serverIds?: readonly string[]): readonly FtpSlice[]
    cron(serverIds?: readonly string[]): readonly CronSlice[]
    remove(serverId: string, kind: Kind): void
  }
  readonly facts: {
    get(serverId: string): PanelFacts | null
    put(serverId: string, facts: PanelFacts): void
    remove(serverId: string): void
  }
  /** Keyed by `<serverId>/cron/<id>`; an empty note removes it. */
  readonly notes: { all(): Readonly<Record<string, string>>; put(serverId: string, jobId: number, note: string): void }
  readonly activity: {
    append(entry: NewActivity): ActivityEntry
    /** Newest first. */
    list(query: {
      readonly serverId?: string
      readonly beforeId?: number
      readonly limit: number
    }): readonly ActivityEntry[]
    /**
     * Hands out time and result of entries, newest first: they are read as far as `read` walks, and only while it runs.
     */
    walk<T>(read: (newestFirst: Iterable<Pick<ActivityEntry, 'atMs' | 'result'>>) => T): T
  }
  /** The ledger of bulk runs. Runs and their items outlive the profiles of their servers. */
  readonly runs: {
    /**
     * A run with all its items, in one transaction. `secret` is sealed text. @throws AppError plan.used where that plan
     * has been run
     */
    begin(run: StoredRun, items: Iterable<StoredItem & { readonly secret: string | null }>): void
    get(id: string): StoredRun | null
    /** The run that this plan became. */
    ofPlan(planId: string): string | null
    /** Newest first. */
    list(query: { readonly beforeMs?: number | undefined; readonly limit: number }): readonly StoredRun[]
    /** Runs that are neither done nor cancelled. */
    live(): readonly StoredRun[]
    /** Runs with items that have been sent and of which a reading has yet to tell what became. */
    unconfirmed(): readonly StoredRun[]
    put(run: StoredRun): void
    /** All of these or none. */
    change(runId: string, changes: readonly ItemChange[]): void
    /** In the order of their places. */
    items(query: ItemQuery, page: { readonly limit: number; readonly offset?: number }): readonly StoredItem[]
    count(query: ItemQuery): number
    /** Row keys of these items. */
    keys(query: ItemQuery): ReadonlySet<string>
    /** Gives all of these items one state; of their outcomes only what is given changes. */
    moveAll(query: ItemQuery, state: StoredItem['state'], outcome: Partial<ItemOutcome>): void
    tally(runId: string): readonly RunTally[]
    secret(runId: string, index: number): string | null
    secretIndexes(runId: string): readonly number[]
    /** Writes the run and removes all its secrets, both or neither. */
    wipeSecrets(run: StoredRun): void
    /** Newest first, with the number of their items. */
    sizes(): readonly {
      readonly id: string
      readonly startedAtMs: number
      readonly finished: boolean
      readonly items: number
    }[]
    /** The run with its items. */
    drop(id: string): void
  }
  /**
   * Plans kept by name, newest first. What is kept is the intent: whoever puts one sees to it that it holds no
   * password.
   */
  readonly savedPlans: {
    /** Without reading the rows each is for. */
    list(): readonly SavedPlan[]
    get(id: string): { readonly name: string; readonly intent: BulkIntent } | null
    put(saved: SavedPlan, intent: BulkIntent): void
    /** False where there is none. */
    remove(id: string): boolean
  }
  /** In the user's order. */
  readonly views: {
    list(): readonly SavedView[]
    /** Inserts or replaces. */
    put(view: SavedView): void
    remove(id: string): void
    /** Those named come first, in this order; the others follow as they were. Unknown ids are passed over. */
    reorder(ids: readonly string[]): void
  }
  /** In the order in which they were made. */
  readonly ipSets: {
    list(): readonly StoredIpSet[]
    /** Inserts or replaces. */
    put(set: StoredIpSet): void
    /** False where there is none. */
    remove(id: string): boolean
  }
  readonly viewsState: { get(): ViewsState; put(state: ViewsState): void }
  /** The defaults before the first put. */
  readonly settings: { get(): Settings; put(settings: Settings): void }
  /** Which vault the user chose; null before a choice. */
  readonly vaultChoice: {
    get(): Exclude<VaultKind, 'undecided'> | null
    put(kind: Exclude<VaultKind, 'undecided'>): void
  }
  /** A whole copy of the file among the backups, made now. Returns its path. */
  backUp(kind?: Exclude<BackupKind, 'automatic'>): string
  /** Makes the backup of the day where none is less than a day away. What it fails by is logged; it never throws. */
  backUpDaily(): void
  /** All that cannot be read again from a panel, as rows. */
  readonly contents: {
    /** In the newest schema. */
    read(): Tables
    /** @throws AppError storage.newer; an error of SQLite where rows do not fit their schema */
    upgraded(contents: Contents): Tables
    /** All of it or nothing; `before` is what `read` has just told. */
    replace(change: { readonly before: Tables; readonly after: Tables }): void
  }
  readonly backups: {
    /** Newest first. */
    list(): readonly (BackupFile & { readonly bytes: number })[]
    /** @throws AppError backup.unknown | backup.damaged */
    read(name: string): Contents
  }
  /** Closes the file and gives the folder free; closing twice is no error. */
  close(): void
}
