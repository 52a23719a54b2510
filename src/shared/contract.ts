import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { activityEntry } from './model/activity.ts'
import { appInfo } from './model/app-info.ts'
import { serverBudget } from './model/budget.ts'
import { accountLine, bulkIntent } from './model/bulk-action.ts'
import { impossibleRow, plan, planConfirmation, planFlags, planItem, savedPlan } from './model/plan.ts'
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
import { cronDraft, cronJob, cronLogs, cronPatch } from './model/cron.ts'
import { backup, dataCounts, dataEffect, exportParts, importModes } from './model/data.ts'
import { diagnosis } from './model/diagnosis.ts'
import { anonymousFtp, ftpAccount, ftpDraft, ftpPassword, ftpPatch, ftpStatus } from './model/ftp.ts'
import { cronSlice, errorValue, ftpSlice, kind, serverStatus, slice } from './model/inventory.ts'
import { ipSet, ipSetDraft } from './model/ip-sets.ts'
import { location } from './model/location.ts'
import { serverDraft, serverPatch, serverProfile } from './model/server.ts'
import { settings } from './model/settings.ts'
import { vaultStatus } from './model/vault.ts'
import { savedView, viewDraft } from './model/views.ts'

/**
 * THE list of everything the page may ask of core and everything core tells the page.
 * All else is derived: handlers, hosts, the typed client, the contract suite.
 * Methods are `domain.verb`, events `domain.happened`. Secrets appear in inputs only; the one exception is the handout,
 * whose passwords core has made for the user to see.
 */
const method = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output })
const nothing = z.object({})
const id = z.string().min(1).max(100)
const token = z.string().trim().min(1).max(4096)
const fingerprint256 = z.string().regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
const onServer = z.object({ serverId: id })
const onAccount = onServer.extend({ username: z.string().min(1).max(200) })
const onJob = onServer.extend({ id: z.number().int() })
const onDomain = onServer.extend({ domain: z.string().trim().min(1).max(253) })

/** A change of one row: what it was, where that is known, and what it is now. */
const change = <R extends z.ZodType>(row: R) => z.object({ before: row.nullable(), after: row })

const file = z.object({ fileName: z.string(), text: z.string() })
const passphrase = z.string().min(8).max(1000)
const onExport = z.object({ text: z.string().max(60_000_000), passphrase: z.string().min(1).max(1000) })
const onPlan = z.object({ planId: id })
const onRun = z.object({ runId: id })
const page = { offset: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(1000).default(200) }

const csvRow = z.object({
  line: z.number().int(),
  draft: serverDraft.nullable(),
  hasToken: z.boolean(),
  /** Column and reason codes; a row with problems is not imported. */
  problems: z.array(z.object({ column: z.string(), problem: z.string() })),
})

export const methods = {
  'app.info': method(nothing, appInfo),
  /** A page is visible; it tells so every `tellWatchedMs`. Automatic refresh rests while none does. */
  'app.watched': method(nothing, nothing),

  /** Shows the data folder in the system's file manager; `method.unknown` where the shell has none. */
  'app.openDataFolder': method(nothing, nothing),
  /**
   * Versions, settings, states and the end of the log for a report of a fault: no secret, no address and no name of a
   * server.
   */
  'app.diagnostics': method(nothing, z.object({ fileName: z.string(), text: z.string() })),

  'settings.get': method(nothing, settings),
  'settings.set': method(settings.partial(), settings),

  'vault.status': method(nothing, vaultStatus),
  /** Chooses where tokens are kept from now on. Tokens that can be read now are moved along. */
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
   * `trustFingerprint256` is the certificate the user has seen and trusted; it is probed again and pinned only if
   * equal.
   */
  'servers.add': method(
    z.object({ draft: serverDraft, token: token.optional(), trustFingerprint256: fingerprint256.optional() }),
    serverProfile,
  ),
  /**
   * At another origin the token is forgotten, as are certificate and rows, unless the user has said that it goes along.
   */
  'servers.edit': method(z.object({ id, patch: serverPatch, keepToken: z.boolean().optional() }), serverProfile),
  'servers.remove': method(z.object({ id }), nothing),
  /** A copy without token and certificate. */
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
  'servers.importPreview': method(z.object({ csv: z.string().max(5_000_000) }), z.object({ rows: z.array(csvRow) })),
  'servers.import': method(
    z.object({ csv: z.string().max(5_000_000), lines: z.array(z.number().int()).max(10_000) }),
    z.object({
      added: z.array(serverProfile),
      failed: z.array(z.object({ line: z.number().int(), error: errorValue })),
    }),
  ),
  /** Profiles as text without any secret. */
  'servers.export': method(z.object({ format: z.enum(['csv', 'json']) }), file),

  'inventory.statuses': method(nothing, z.array(serverStatus)),
  /** Reads servers anew: those named, or all. Resolves when each has answered or failed. */
  'inventory.refresh': method(
    z.object({ serverIds: z.array(id).max(10_000).optional(), kinds: z.array(kind).min(1).optional() }),
    z.object({ statuses: z.array(serverStatus) }),
  ),
  'budget.list': method(nothing, z.array(serverBudget)),
  /**
   * The servers whose details are open on the page, replacing those named before: each keeps a reserve for the next
   * click.
   */
  'budget.openViews': method(z.object({ serverIds: z.array(id).max(100) }), nothing),

  'ftp.list': method(z.object({ serverIds: z.array(id).max(10_000).optional() }), z.array(ftpSlice)),
  /** Reads one account from its panel. */
  'ftp.get': method(onAccount, ftpAccount),
  'ftp.create': method(onServer.extend({ draft: ftpDraft }), change(ftpAccount)),
  'ftp.update': method(onAccount.extend({ patch: ftpPatch }), change(ftpAccount)),
  'ftp.setPassword': method(onAccount.extend({ password: ftpPassword }), change(ftpAccount)),
  /** An empty list becoming non-empty, or the reverse, needs the matching `confirm`. */
  'ftp.setAllowedIps': method(
    onAccount.extend({
      allowedIps: z.array(z.string().max(100)).max(1000),
      confirm: z.enum(['first-restriction', 'last-restriction']).optional(),
    }),
    change(ftpAccount),
  ),
  'ftp.setEnabled': method(onAccount.extend({ enabled: z.boolean() }), change(ftpAccount)),
  'ftp.remove': method(onAccount, nothing),
  'ftp.status': method(onServer, ftpStatus),
  'ftp.getAnonymous': method(onDomain, anonymousFtp),
  'ftp.setAnonymous': method(onDomain.extend({ enabled: z.boolean() }), anonymousFtp),

  'cron.list': method(z.object({ serverIds: z.array(id).max(10_000).optional() }), z.array(cronSlice)),
  'cron.get': method(onJob, cronJob),
  'cron.create': method(onServer.extend({ draft: cronDraft }), change(cronJob)),
  'cron.update': method(onJob.extend({ patch: cronPatch }), change(cronJob)),
  'cron.remove': method(onJob, nothing),
  'cron.logs': method(onJob, cronLogs),
  /** Notes on jobs are kept here; panels have no place for them. Keyed by `<serverId>/cron/<id>`. */
  'cron.notes': method(nothing, z.record(z.string(), z.string())),
  'cron.setNote': method(onJob.extend({ note: z.string().max(10_000) }), nothing),

  /**
   * Reckons what an intent, or one saved before, would do; rows that are too old to go by are read anew first.
   * `ticket` is drawn by the caller and names the planning in `bulk.planning` and `bulk.stopPlanning`.
   */
  'bulk.plan': method(z.object({ ticket: id, intent: bulkIntent.optional(), savedId: id.optional() }), plan),
  'bulk.stopPlanning': method(z.object({ ticket: id }), nothing),
  'bulk.planItems': method(
    onPlan.extend({ serverId: id.optional(), flag: z.enum(planFlags).optional(), ...page }),
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
  /** What the lines of a CSV file of accounts would make; see `ftp.import`. */
  'bulk.readCsv': method(z.object({ csv: z.string().max(5_000_000) }), z.object({ rows: z.array(accountLine) })),

  /** Runs a plan, once. `passphrase` where the plan needs one. */
  'bulk.start': method(
    onPlan.extend({ confirm: planConfirmation, options: runOptions.optional(), passphrase: passphrase.optional() }),
    run,
  ),
  /** Takes back what waits and lets what has left be answered; resolves then. */
  'bulk.pause': method(onRun, run),
  'bulk.resume': method(onRun.extend({ passphrase: passphrase.optional() }), run),
  /** As `bulk.pause`, and what is left is skipped for good. */
  'bulk.cancel': method(onRun, run),
  /**
   * Held items: `apply` changes the row as it is found now, `keep` leaves it. All or none; `confirm` for what becomes
   * of lists by that.
   */
  'bulk.decide': method(
    onRun.extend({
      indexes: z.array(z.number().int()).min(1).max(100_000),
      decision: z.enum(['apply', 'keep']),
      confirm: planConfirmation.pick({ include: true, protectedIp: true }).optional(),
    }),
    run,
  ),
  /** Newest first. */
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
  /** The passwords a run made, sealed with its passphrase, as a file for whoever needs them. */
  'bulk.exportHandout': method(onRun, file),
  /** The passwords a run made, this once: they are gone from here when this has answered. */
  'bulk.showHandout': method(onRun.extend({ passphrase }), z.array(credentialLine)),
  /** The passwords in a handout file. */
  'bulk.openHandout': method(z.object({ text: z.string().max(20_000_000), passphrase }), z.array(credentialLine)),

  'activity.list': method(
    z.object({
      serverId: id.optional(),
      beforeId: z.number().int().optional(),
      limit: z.number().int().min(1).max(1000).default(200),
    }),
    z.array(activityEntry),
  ),
  /**
   * How many changes were made from each of these moments to the next, the last one up to now. Ms, ascending: the page
   * names the days of the user's own clock.
   */
  'activity.perDay': method(
    z.object({
      startsMs: z
        .array(z.number().int())
        .min(1)
        .max(100)
        .refine((starts) => starts.every((at, index) => index === 0 || at > (starts[index - 1] ?? 0))),
    }),
    z.array(z.object({ done: z.number().int(), failed: z.number().int(), unknown: z.number().int() })),
  ),

  /** `untouched` until a view has been saved or removed for the first time; `lastOpenId` is the view to start with. */
  'views.list': method(
    nothing,
    z.object({ views: z.array(savedView), lastOpenId: z.string().nullable(), untouched: z.boolean() }),
  ),
  /** Makes a view, or replaces the one of that id; an id that is not known any more comes back, as after Undo. */
  'views.save': method(z.object({ id: id.optional(), view: viewDraft }), savedView),
  'views.remove': method(z.object({ id }), nothing),
  'views.reorder': method(z.object({ ids: z.array(id).max(1000) }), z.array(savedView)),
  /** The view that is open now, or null for none: the next start begins with it. */
  'views.opened': method(z.object({ id: id.nullable() }), nothing),

  /** In the order in which they were made. */
  'ipSets.list': method(nothing, z.array(ipSet)),
  /**
   * Makes a set, or replaces the one of that id; an id that is not known any more comes back, as after Undo. Names
   * differ by more than their capitals (`ip-set.name-taken`). What is no address is refused with its line
   * (`ip-set.unreadable`).
   */
  'ipSets.save': method(z.object({ id: id.optional(), set: ipSetDraft }), ipSet),
  /** The set alone: the lists of accounts stay as they are. */
  'ipSets.remove': method(z.object({ id }), nothing),

  /**
   * Everything that is kept, or these parts, as one file sealed with the passphrase. Tokens are in it, sealed like the
   * rest. Runs that are not over stay where they can be gone on with.
   */
  'data.export': method(
    z.object({ passphrase, parts: z.array(z.enum(exportParts)).min(1).optional() }),
    file.extend({ counts: dataCounts, unfinishedRuns: z.number().int() }),
  ),
  /** What an export holds and what taking it in would do here, either way. Changes nothing. */
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
  /** All of it or nothing; a backup is made first. */
  'data.import': method(
    onExport.extend({ mode: z.enum(importModes) }),
    z.object({ effect: dataEffect, backup: z.string() }),
  ),
  /** Newest first. */
  'data.backups': method(nothing, z.array(backup)),
  /**
   * Puts servers, notes, views, plans, IP sets and settings back as they were; the record stays. The present state is
   * backed up first.
   */
  'data.restore': method(
    z.object({ name: z.string().min(1).max(200) }),
    z.object({ effect: dataEffect, backup: z.string() }),
  ),

  /** Starts the embedded demo fleet and puts its panels on the desk. */
  'demo.start': method(
    z.object({
      panels: z.number().int().min(1).max(500).default(12),
      accounts: z.number().int().min(0).max(5000).default(24),
      jobs: z.number().int().min(0).max(5000).default(10),
      seed: z.number().int().default(1),
    }),
    z.array(serverProfile),
  ),
  'demo.stop': method(nothing, nothing),
} as const

export const events = {
  /** A link from outside or the application menu asks the page to show something. */
  'app.navigate': location,
  'servers.changed': z.array(serverProfile),
  'inventory.sliceChanged': slice,
  'inventory.statusChanged': serverStatus,
  'budget.changed': serverBudget,
  'vault.changed': vaultStatus,
  'settings.changed': settings,
  'activity.added': activityEntry,
  /** How far a planning is with its readings. */
  'bulk.planning': z.object({
    ticket: z.string(),
    read: z.number().int(),
    toRead: z.number().int(),
    etaMs: z.number().nullable(),
  }),
  'bulk.progress': runProgress,
  'views.changed': z.array(savedView),
  'ipSets.changed': z.array(ipSet),
  /** An import or a restore: whatever has been read may be another now. */
  'data.replaced': nothing,
} as const

export type MethodName = keyof typeof methods
/** What a caller passes: fields with a default may be left out. */
export type Input<M extends MethodName> = Immutable<z.input<(typeof methods)[M]['input']>>
/** What a handler receives: parsed, with defaults filled in. */
export type ParsedInput<M extends MethodName> = Immutable<z.output<(typeof methods)[M]['input']>>
export type Output<M extends MethodName> = Immutable<z.output<(typeof methods)[M]['output']>>

export type EventName = keyof typeof events
export type EventPayload<E extends EventName> = Immutable<z.output<(typeof events)[E]>>
/** One event as it travels to the page. */
export type AppEvent = { [E in EventName]: { readonly event: E; readonly payload: EventPayload<E> } }[EventName]
