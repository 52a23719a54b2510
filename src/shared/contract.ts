import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import {
  activityEntry,
  activityFilter,
  activityPage,
  activityQuery,
  changesPerDay,
  dayStarts,
  erasure,
  serversToErase,
} from './model/activity.ts'
import { appInfo } from './model/app-info.ts'
import { serverBudget } from './model/budget.ts'
import { bulkIntent } from './model/bulk-action.ts'
import { accountLine } from './kinds/ftp-model.ts'
import { impossibleRow, plan, planConfirmation, planItem, planItemFilter, planning, savedPlan } from './model/plan.ts'
import {
  failureGroup,
  credentialLine,
  itemStates,
  run,
  runDetails,
  runItem,
  runOptions,
  runProgress,
} from './model/run.ts'
import { ftpPassword } from './kinds/ftp.ts'
import { kind, kindModels, kinds, listedKind, type Kind, type ListedKind, type RowOf } from './kinds/index.ts'
import { cronLogs } from './model/cron-logs.ts'
import { backup, dataCounts, dataEffect, exportParts, importModes } from './model/data.ts'
import { diagnosis } from './model/diagnosis.ts'
import { ftpStatus } from './model/ftp-status.ts'
import { errorValue, serverStatus, slice, type Slice } from './model/inventory.ts'
import { ipSet, ipSetDraft } from './model/ip-sets.ts'
import { location } from './model/location.ts'
import { demoSize, serverCsvRow, serverDraft, serverPatch, serverProfile } from './model/server.ts'
import { settings } from './model/settings.ts'
import { strictly } from './strict.ts'
import { undoPreview, undoResult } from './model/undo.ts'
import { vaultStatus } from './model/vault.ts'
import { savedView, viewDraft } from './model/views.ts'

/**
 * Declares one method by the shapes of its input and output. The lists below are the ONLY source for what the page may
 * ask of core and what core tells the page. Handlers, the typed client and the contract suite are derived from them.
 * Methods are named `domain.verb`, events `domain.happened`. Secrets appear in inputs only. The one exception is the
 * credentials sheet, whose passwords core has generated or a CSV file has given.
 */
const method = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input: strictly(input), output })
const nothing = z.object({})
const id = z.string().min(1).max(100)
const token = z.string().trim().min(1).max(4096)
const fingerprint256 = z.string().regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
const onServer = z.object({ serverId: id })
const onJob = onServer.extend({ id: z.number().int() })
/** A row by its kind and its id as text, as in a row key. */
const onRow = onServer
  .extend({ kind, id: z.string() })
  .refine((row) => kindModels[row.kind].id.safeParse(row.id).success, { path: ['id'], message: 'No id of this kind' })
const anyRow = z.union(kinds.map((one) => kindModels[one].row)) as unknown as z.ZodType<RowOf<Kind>>

/** What became of the change of one row: the run, and its item with the fields before and after. */
const changeResult = z.object({ run: run.nullable(), item: runItem.nullable() })

const file = z.object({ fileName: z.string(), text: z.string() })
const passphrase = z.string().min(8).max(1000)
const onExport = z.object({ text: z.string().max(60_000_000), passphrase: z.string().min(1).max(1000) })
const onPlan = z.object({ planId: id })
const onRun = z.object({ runId: id })
const page = { offset: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(1000).default(200) }

export const methods = {
  'app.info': method(nothing, appInfo),
  /**
   * Reports that a page is visible. The page repeats this every `reportWatchedMs`. Automatic refresh pauses while no
   * page reports, unless there is a tray icon.
   */
  'app.watched': method(nothing, nothing),

  /** Shows the data folder in the system's file manager. Fails with `method.unknown` if the shell has none. */
  'app.openDataFolder': method(nothing, nothing),
  /** Returns versions, settings, states and the log's end for a bug report, with no secret, address or server name. */
  'app.diagnostics': method(nothing, z.object({ fileName: z.string(), text: z.string() })),

  'settings.get': method(nothing, settings),
  'settings.set': method(settings.partial(), settings),

  'vault.status': method(nothing, vaultStatus),
  /** Chooses where tokens are kept from now on. Tokens that can be read now are moved there. */
  'vault.choose': method(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('keychain') }),
      z.object({ kind: z.literal('session') }),
      z.object({ kind: z.literal('passphrase'), passphrase }),
    ]),
    vaultStatus,
  ),
  'vault.unlock': method(z.object({ passphrase: z.string().max(1000) }), vaultStatus),
  'vault.lock': method(nothing, vaultStatus),

  'servers.list': method(nothing, z.array(serverProfile)),
  /**
   * `trustFingerprint256` names the certificate that the user has seen and trusted. Core fetches the certificate again
   * and pins it only if it is the same.
   */
  'servers.add': method(
    z.object({ draft: serverDraft, token: token.optional(), trustFingerprint256: fingerprint256.optional() }),
    serverProfile,
  ),
  /** If the new URL has another origin, core forgets certificate, rows and token. `keepToken` keeps the token. */
  'servers.edit': method(z.object({ id, patch: serverPatch, keepToken: z.boolean().optional() }), serverProfile),
  'servers.remove': method(z.object({ id }), nothing),
  /** Copies a profile without its token and certificate. */
  'servers.duplicate': method(z.object({ id }), serverProfile),
  'servers.reorder': method(z.object({ ids: z.array(id).max(10_000) }), z.array(serverProfile)),
  'servers.setToken': method(z.object({ id, token }), serverProfile),
  'servers.forgetToken': method(z.object({ id }), serverProfile),
  'servers.trust': method(z.object({ id, fingerprint256 }), serverProfile),
  'servers.forgetTrust': method(z.object({ id }), serverProfile),
  'servers.test': method(z.object({ id }), diagnosis),
  'servers.testDraft': method(
    z.object({
      url: z.string().max(2000),
      token: token.optional(),
      trustFingerprint256: fingerprint256.optional(),
      allowHttp: z.boolean().default(false),
    }),
    diagnosis,
  ),
  'servers.importPreview': method(
    z.object({ csv: z.string().max(5_000_000) }),
    z.object({ rows: z.array(serverCsvRow) }),
  ),
  'servers.import': method(
    z.object({ csv: z.string().max(5_000_000), lines: z.array(z.number().int()).max(10_000) }),
    z.object({
      added: z.array(serverProfile),
      failed: z.array(z.object({ line: z.number().int(), error: errorValue })),
    }),
  ),
  /** Returns the profiles as text without any secret. */
  'servers.export': method(z.object({ format: z.enum(['csv', 'json']) }), file),

  'inventory.statuses': method(nothing, z.array(serverStatus)),
  /**
   * Reads the named servers, or all, from their panels. Resolves when each has answered or failed. Changes whose
   * outcome is not known yet are looked up then, and reported by `bulk.progress`.
   */
  'inventory.refresh': method(
    z.object({ serverIds: z.array(id).max(10_000).optional(), kinds: z.array(listedKind).min(1).optional() }),
    z.object({ statuses: z.array(serverStatus) }),
  ),
  'budget.list': method(nothing, z.array(serverBudget)),
  /**
   * Names the servers whose details are open on the page, and replaces the previous list. The budget of each keeps a
   * reserve for the next click.
   */
  'budget.openViews': method(z.object({ serverIds: z.array(id).max(100) }), nothing),

  /** Returns the last known rows of one kind. All slices are of this kind. */
  'rows.list': method(z.object({ kind: listedKind, serverIds: z.array(id).max(10_000).optional() }), z.array(slice)),
  /** Reads one row from its panel. */
  'rows.get': method(onRow, anyRow),

  'ftp.status': method(onServer, ftpStatus),

  'cron.logs': method(onJob, cronLogs),
  /** Notes on jobs, which Wisdeck keeps because panels cannot store them. Keyed by `<serverId>/cron/<id>`. */
  'cron.notes': method(nothing, z.record(z.string(), z.string())),
  'cron.setNote': method(onJob.extend({ note: z.string().max(10_000) }), nothing),

  /**
   * Changes one row at once: makes the plan of an intent that has at most one item, starts it, and resolves when the
   * item is over, or when its outcome is not known within the answer timeout. Both results are null if the row is
   * already as wanted; nothing is sent then. `password` is the password of a new account or the new one of an account;
   * these two need it, because nobody would see a generated one. Fails with `confirm.needed` and a `ChangeQuestion` if
   * the change opens a question, as each deletion does until there is a `confirm`, and with `change.impossible` and the
   * reason if the row cannot be changed so. Nothing has been sent then.
   */
  'change.apply': method(
    z.object({ intent: bulkIntent, password: ftpPassword.optional(), confirm: planConfirmation.optional() }),
    changeResult,
  ),
  /** Undoes a run that has changed one row, as `change.apply` with that intent does. */
  'change.undo': method(z.object({ runId: id, confirm: planConfirmation.optional() }), changeResult),

  /**
   * Computes what an intent would do, given here or saved before. Rows that are too old for a plan are read first. The
   * caller makes up `planningId`, a random name for this planning in `bulk.planning` and `bulk.stopPlanning`. A server
   * that has just not answered in time is not waited for again, unless `tryHung` is set.
   */
  'bulk.plan': method(
    z.object({
      planningId: id,
      intent: bulkIntent.optional(),
      savedId: id.optional(),
      tryHung: z.boolean().default(false),
    }),
    plan,
  ),
  'bulk.stopPlanning': method(z.object({ planningId: id }), nothing),
  'bulk.planItems': method(
    onPlan.extend({ ...planItemFilter, ...page }),
    z.object({ total: z.number().int(), items: z.array(planItem) }),
  ),
  'bulk.planImpossible': method(
    onPlan.extend(page),
    z.object({ total: z.number().int(), rows: z.array(impossibleRow) }),
  ),
  'bulk.dropPlan': method(onPlan, nothing),
  'bulk.exportPlan': method(onPlan.extend({ format: z.enum(['csv', 'json']) }), file),
  'bulk.savePlan': method(onPlan.extend({ name: z.string().trim().min(1).max(100) }), savedPlan),
  'bulk.savedPlans': method(nothing, z.array(savedPlan)),
  'bulk.forgetPlan': method(z.object({ savedId: id }), nothing),
  /** Returns the accounts that the lines of a CSV file would create; see `ftp.import`. */
  'bulk.readCsv': method(z.object({ csv: z.string().max(5_000_000) }), z.object({ rows: z.array(accountLine) })),

  /** Runs a plan, once. `passphrase` is required if the plan needs one. */
  'bulk.start': method(
    onPlan.extend({
      confirm: planConfirmation,
      options: runOptions.optional(),
      passphrase: passphrase.optional(),
      /** Why the change is made, for the record. */
      reason: z.string().trim().max(500).optional(),
    }),
    run,
  ),
  /** Aborts queued requests and resolves when all requests in flight have been answered. */
  'bulk.pause': method(onRun, run),
  /**
   * Goes on with a paused or interrupted run. With `sendAgain`, switches and creations that were sent, and that a
   * reading shows as not done, are sent once more. If the first request is only late, they are then carried out twice.
   */
  'bulk.resume': method(
    onRun.extend({ passphrase: passphrase.optional(), sendAgain: z.boolean().default(false) }),
    run,
  ),
  /** Does the same as `bulk.pause`, and skips all remaining items for good. */
  'bulk.cancel': method(onRun, run),
  /**
   * Decides items in conflict: `apply` changes the row as it is found now, `keep` leaves it as it is. If the decision
   * fails, no item changes. `confirm` is needed if `apply` would turn a restriction on or off or drop a protected
   * address.
   */
  'bulk.decide': method(
    onRun.extend({
      indexes: z.array(z.number().int()).min(1).max(100_000),
      decision: z.enum(['apply', 'keep']),
      confirm: planConfirmation.pick({ include: true, protectedIp: true }).optional(),
    }),
    run,
  ),
  /** Newest first. A change of one row is listed only until it is over. */
  'bulk.runs': method(
    z.object({ beforeMs: z.number().optional(), limit: z.number().int().min(1).max(500).default(100) }),
    z.array(run),
  ),
  'bulk.run': method(onRun, runDetails),
  'bulk.runItems': method(
    onRun.extend({ states: z.array(z.enum(itemStates)).optional(), serverId: id.optional(), ...page }),
    z.object({ total: z.number().int(), items: z.array(runItem) }),
  ),
  'bulk.failures': method(onRun, z.array(failureGroup)),
  'bulk.exportRun': method(
    onRun.extend({ format: z.enum(['csv', 'json']), serverIds: z.array(id).max(10_000).optional() }),
    file,
  ),
  /** Returns the credentials sheet of a run as a file sealed with the run's passphrase. */
  'bulk.exportCredentials': method(onRun, file),
  /** Returns the passwords of an ended run, only once: they are deleted here before the call returns. */
  'bulk.showCredentials': method(onRun.extend({ passphrase }), z.array(credentialLine)),
  /** Returns the passwords in a credentials sheet. */
  'bulk.openCredentials': method(z.object({ text: z.string().max(20_000_000), passphrase }), z.array(credentialLine)),

  /** Returns entries of the record, newest first; with `beforeId`, those with a smaller id. */
  /** Returns entries of the record, newest first; with `beforeId`, those with a smaller id. */
  'activity.list': method(activityQuery, z.array(activityEntry)),
  /** Returns the same with the entries of one run in one line. */
  'activity.lines': method(activityQuery, activityPage),
  /** Returns the names of all people in the record. */
  'activity.people': method(nothing, z.array(z.string())),
  /** Returns all entries of a filter as a file, oldest first, with its SHA-256 sum in hexadecimal. */
  'activity.export': method(
    activityFilter.extend({ format: z.enum(['csv', 'json']) }),
    file.extend({ sha256: z.string(), entries: z.number().int() }),
  ),
  /** Counts what `activity.erase` would remove and leave. */
  'activity.erasure': method(serversToErase, erasure),
  /** Removes what the record and finished runs hold of these servers, for good. Returns what was removed and left. */
  'activity.erase': method(serversToErase, erasure),
  /**
   * Counts the changes from each of these times to the next, and from the last one until now. Times are in ms,
   * ascending, because only the page knows when a day starts on the user's clock.
   */
  'activity.perDay': method(dayStarts, changesPerDay),

  /** Returns the newest change that can be undone, and the newer ones that cannot. Undos count as no change. */
  'undo.next': method(nothing, undoPreview),
  /**
   * Undoes a change in Wisdeck itself, or an undo of one. Fails with `undo.impossible` and the reason if that is not
   * possible.
   */
  'undo.apply': method(z.object({ entryId: z.number().int() }), undoResult),

  /** `untouched` is true until a view has first been saved or removed. `lastOpenId` is the view to start with. */
  'views.list': method(
    nothing,
    z.object({ views: z.array(savedView), lastOpenId: z.string().nullable(), untouched: z.boolean() }),
  ),
  /**
   * Creates a view, or replaces the view with that id. An unknown id creates a view with that id. A `suggested` view is
   * one that the user has not asked for: it is not recorded.
   */
  'views.save': method(z.object({ id: id.optional(), view: viewDraft, suggested: z.boolean().optional() }), savedView),
  'views.remove': method(z.object({ id }), nothing),
  'views.reorder': method(z.object({ ids: z.array(id).max(1000) }), z.array(savedView)),
  /** Stores the view that is open now, or null for none. The next start opens it. */
  'views.opened': method(z.object({ id: id.nullable() }), nothing),

  /** Returns the sets in the order in which they were created. */
  'ipSets.list': method(nothing, z.array(ipSet)),
  /**
   * Creates a set, or replaces the set with that id. A set with an id that is no longer known is created with that id,
   * as after Undo. Names must differ by more than upper and lower case (`ip-set.name-taken`). A text that is not an
   * address is refused with its line (`ip-set.unreadable`).
   */
  'ipSets.save': method(z.object({ id: id.optional(), set: ipSetDraft }), ipSet),
  /** Removes only the set. The allow lists of accounts stay as they are. */
  'ipSets.remove': method(z.object({ id }), nothing),

  /**
   * Returns all data, or the given parts, as one file sealed with the passphrase. It includes the tokens, sealed like
   * everything else. Runs that have not ended are left out, or they could be resumed here and in the importing Wisdeck,
   * and their changes would be made twice.
   */
  'data.export': method(
    z.object({ passphrase, parts: z.array(z.enum(exportParts)).min(1).optional() }),
    file.extend({ counts: dataCounts, unfinishedRuns: z.number().int() }),
  ),
  /** Tells what an export holds and what importing it would do here, in both modes. Changes nothing. */
  'data.readExport': method(
    onExport,
    z.object({
      madeBy: z.string(),
      madeAtMs: z.number(),
      parts: z.array(z.enum(exportParts)),
      counts: dataCounts,
      add: dataEffect,
      replace: dataEffect,
    }),
  ),
  /** Imports everything or nothing. A backup is made first. */
  'data.import': method(
    onExport.extend({ mode: z.enum(importModes) }),
    z.object({ effect: dataEffect, backup: z.string() }),
  ),
  /** Newest first. */
  'data.backups': method(nothing, z.array(backup)),
  /**
   * Restores servers, notes, views, plans, IP sets and settings from a backup. Activity and runs stay. The present
   * state is backed up first.
   */
  'data.restore': method(
    z.object({ name: z.string().min(1).max(200) }),
    z.object({ effect: dataEffect, backup: z.string() }),
  ),

  /** Starts the embedded demo fleet and adds its panels as servers. */
  'demo.start': method(demoSize, z.array(serverProfile)),
  'demo.stop': method(nothing, nothing),
} as const

export const events = {
  /** A link from outside, or the application menu, asks the page to show something. */
  'app.navigate': location,
  'servers.changed': z.array(serverProfile),
  'inventory.sliceChanged': slice,
  'inventory.statusChanged': serverStatus,
  'budget.changed': serverBudget,
  'vault.changed': vaultStatus,
  'settings.changed': settings,
  'activity.added': activityEntry,
  /** Entries of the record have been erased. */
  'activity.erased': nothing,
  'bulk.planning': planning,
  'bulk.progress': runProgress,
  'views.changed': z.array(savedView),
  'ipSets.changed': z.array(ipSet),
  /** An import or a restore has happened: all data that the page has read may be outdated. */
  'data.replaced': nothing,
  /** Why something of what was read or done cannot be stored at present. Null: all of it is stored now. */
  'data.unstored': z.object({ error: errorValue.nullable() }),
} as const

export type MethodName = keyof typeof methods
/** What a caller passes: fields with a default may be left out. */
export type Input<M extends MethodName> = Immutable<z.input<(typeof methods)[M]['input']>>
/** What a handler receives: parsed, with defaults filled in. */
export type ParsedInput<M extends MethodName> = Immutable<z.output<(typeof methods)[M]['input']>>
export type Output<M extends MethodName> = Immutable<z.output<(typeof methods)[M]['output']>>

/** What one call returns. The type of rows follows the kind in the input. */
export type OutputOf<M extends MethodName, I> = M extends 'rows.list'
  ? I extends { readonly kind: infer K extends ListedKind }
    ? readonly Slice<K>[]
    : never
  : M extends 'rows.get'
    ? I extends { readonly kind: infer K extends Kind }
      ? RowOf<K>
      : never
    : Output<M>

export type EventName = keyof typeof events
export type EventPayload<E extends EventName> = Immutable<z.output<(typeof events)[E]>>
/** One event as it is sent to the page. Events are numbered from 1 in the order in which core has emitted them. */
export type AppEvent = {
  [E in EventName]: { readonly event: E; readonly seq: number; readonly payload: EventPayload<E> }
}[EventName]
