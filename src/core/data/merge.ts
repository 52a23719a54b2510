import type { DataEffect, ExportPart, ImportMode } from '../../shared/model/data.ts'
import { defaultSettings } from '../../shared/model/settings.ts'
import type { Row, Tables } from '../storage/contents.ts'
import type { TokenMark } from '../storage/types.ts'
import { tokenHash } from '../vault/token-hash.ts'
import { mergedIpSets } from './ip-sets.ts'
import { mergedEntries, mergedRuns } from './record.ts'
import {
  idOf,
  keptRow,
  ownServers,
  profileOf,
  type ProfileFields,
  serverOf,
  settingsOf,
  textOf,
  withProfile,
} from './rows.ts'
import { matchServerIds } from './same-server.ts'

/** The data that comes in: rows of another Wisdeck, and which parts they are. */
export interface Incoming {
  readonly parts: ReadonlySet<ExportPart>
  readonly tables: Tables
  /** By their server ids. */
  readonly tokens: ReadonlyMap<string, string>
  /** Servers whose token is in the vault and matches the mark in their row. They need not be among our servers. */
  readonly storedTokens?: ReadonlySet<string>
}

export interface Merged {
  readonly tables: Tables
  /** The tokens to store, by our server ids. */
  readonly tokens: ReadonlyMap<string, string>
  readonly effect: DataEffect
}

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** Replaces their server ids by ours wherever they occur. Ids are random UUIDs: the same text means nothing else. */
function withOurIds(tables: Tables, ourIds: ReadonlyMap<string, string>): Tables {
  if (ourIds.size === 0) return tables
  const inText = (text: string) => ourIds.get(text) ?? text.replaceAll(uuid, (id) => ourIds.get(id) ?? id)
  const row = (each: Row): Row =>
    Object.fromEntries(
      Object.entries(each).map(([column, value]) => [column, typeof value === 'string' ? inText(value) : value]),
    )
  return Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, rows.map(row)])) as unknown as Tables
}

/** Joins our rows and those of theirs whose key is not among ours. */
function joined(
  mine: readonly Row[],
  theirs: readonly Row[],
  keyOf: (row: Row) => string,
): { readonly rows: readonly Row[]; readonly added: number } {
  const keys = new Set(mine.map(keyOf))
  const fresh = theirs.filter((row) => !keys.has(keyOf(row)))
  return { rows: fresh.length === 0 ? mine : [...mine, ...fresh], added: fresh.length }
}

const withPositions = (rows: readonly Row[]): readonly Row[] => rows.map((row, position) => ({ ...row, position }))
const byPosition = (rows: readonly Row[]): readonly Row[] =>
  [...rows].sort((a, b) => Number(a['position']) - Number(b['position']))

/** Takes their value for every setting that has its default value here. */
function mergedSettings(mine: Row, theirs: Row): Row {
  const [here, there] = [settingsOf(mine), settingsOf(theirs)]
  const value = Object.fromEntries(
    Object.entries(here).map(([name, now]) => [
      name,
      JSON.stringify(now) === JSON.stringify(Reflect.get(defaultSettings, name)) ? there[name] : now,
    ]),
  )
  return { name: 'settings', value: JSON.stringify(value) }
}

/**
 * Merges the settings and the record of the open view. If a part replaces ours and a row is missing there, it becomes
 * missing here too: a missing row means the defaults, because nobody has changed them.
 */
function mergedKept(
  mine: Tables,
  theirs: Tables,
  replaces: (part: ExportPart) => boolean,
): { readonly rows: readonly Row[]; readonly settings: boolean } {
  const pick = (name: string, replacing: boolean, mergeBoth: (here: Row, there: Row) => Row): Row | undefined => {
    const [here, there] = [keptRow(mine, name), keptRow(theirs, name)]
    if (replacing) return there
    return here && there ? mergeBoth(here, there) : (here ?? there)
  }
  const settings = pick('settings', replaces('settings'), mergedSettings)
  const views = pick('viewsState', replaces('views'), (here) => here)
  const differs = JSON.stringify(settingsOf(settings)) !== JSON.stringify(settingsOf(keptRow(mine, 'settings')))
  const settingsRow = differs ? settings : keptRow(mine, 'settings')
  if (!differs && views === keptRow(mine, 'viewsState')) return { rows: mine.kept, settings: false }
  const others = mine.kept.filter(({ name }) => name !== 'settings' && name !== 'viewsState')
  return { rows: [...others, ...[settingsRow, views].filter((row) => row !== undefined)], settings: differs }
}

/** Whether their profile replaces ours. */
function isNewer(theirs: ProfileFields | null, ours: ProfileFields, replacing: boolean): boolean {
  const later = (theirs?.updatedAtMs ?? 0) - ours.updatedAtMs
  return replacing ? later !== 0 || theirs?.url !== ours.url : later > 0
}

/** Returns the mark of a token that came with this profile. */
const markOf = (token: string, profile: ProfileFields | null): TokenMark => ({
  hash: tokenHash(token),
  setAtMs: profile?.tokenMark?.setAtMs ?? null,
})

/** Whether our row is left alone: a demo server, or an unreadable row for which the import has no readable one. */
function isLeftAlone(row: Row, offered: boolean): boolean {
  const profile = profileOf(row)
  return profile ? profile.demo : !offered
}

/**
 * Whether the token of their profile replaces ours. A token that is here for the same address is replaced only by one
 * that was given later; the time when the profile was edited does not count. An unknown time counts as the oldest. If
 * the times are equal, ours stays, unless the servers are replaced and their profile replaces ours.
 */
function replacesToken(
  mark: TokenMark,
  theirProfile: ProfileFields | null,
  ourProfile: ProfileFields | null | undefined,
  by: { readonly newer: boolean; readonly replacing: boolean },
): boolean {
  if (!ourProfile) return true
  if (ourProfile.url !== theirProfile?.url) return by.newer
  if (!ourProfile.hasToken) return true
  if (ourProfile.tokenMark?.hash === mark.hash) return false
  const later = (mark.setAtMs ?? 0) - (ourProfile.tokenMark?.setAtMs ?? 0)
  return later === 0 ? by.replacing && by.newer : later > 0
}

/** Returns the new row of a server that is in both, or only in theirs. */
function receivedRow(
  row: Row,
  old: Row | undefined,
  token: { readonly taken: TokenMark | null; readonly isStored: boolean },
): Row {
  const [theirProfile, ourProfile] = [profileOf(row), old && profileOf(old)]
  // Our token stays only with its own address: with another address it would be sent to a stranger.
  const keepsOurs = ourProfile?.hasToken === true && ourProfile.url === theirProfile?.url
  const tokenMark =
    token.taken ?? (keepsOurs ? ourProfile.tokenMark : token.isStored && theirProfile ? theirProfile.tokenMark : null)
  return withProfile(row, { hasToken: token.taken !== null || keepsOurs || token.isStored, tokenMark, demo: false })
}

/** The servers of both sides, and how they are to be merged. */
interface MergeInput {
  readonly here: ReadonlyMap<string, Row>
  /** Servers of theirs that may be taken in, in their order. */
  readonly theirs: readonly Row[]
  /** Rows of ours that are left alone. */
  readonly leftAlone: readonly Row[]
  readonly tokenOf: ReadonlyMap<string, string>
  readonly storedTokens: ReadonlySet<string>
  /** Whether theirs replace ours. */
  readonly replacing: boolean
}

/** Returns what is taken in of each of their servers: the row if it changes, and the token if it is taken. */
function incomingChanges({ here, theirs, tokenOf, storedTokens, replacing }: MergeInput) {
  const tokens = new Map<string, string>()
  const rows = new Map<string, Row>()
  let replaced = 0
  const count = { added: 0, updated: 0, kept: 0 }
  for (const row of theirs) {
    const [id, old] = [idOf(row), here.get(idOf(row))]
    const [theirProfile, ourProfile] = [profileOf(row), old && profileOf(old)]
    const token = tokenOf.get(id)
    const newer = !ourProfile || isNewer(theirProfile, ourProfile, replacing)
    count[!old ? 'added' : newer ? 'updated' : 'kept'] += 1
    const mark = token === undefined ? null : markOf(token, theirProfile)
    const taken = mark && replacesToken(mark, theirProfile, ourProfile, { newer, replacing }) ? mark : null
    if (taken && token !== undefined) tokens.set(id, token)
    if (taken && ourProfile?.hasToken) replaced += 1
    if (newer) rows.set(id, receivedRow(row, old, { taken, isStored: storedTokens.has(id) }))
    else if (old && taken) rows.set(id, withProfile(old, { hasToken: true, tokenMark: taken }))
  }
  return { tokens, rows, replaced, count }
}

function mergedServers(mine: Tables, mergeInput: MergeInput) {
  const { here, theirs, leftAlone, replacing } = mergeInput
  const { rows, count, ...taken } = incomingChanges(mergeInput)
  const ourServers = byPosition(ownServers(mine))
  const order = replacing
    ? theirs.map(idOf)
    : [...ourServers.map(idOf), ...theirs.map(idOf).filter((id) => !here.has(id))]
  const theirIds = new Set(theirs.map(idOf))
  const removed = replacing ? ourServers.filter((row) => !theirIds.has(idOf(row))).length : 0
  const present = order.map((id) => rows.get(id) ?? here.get(id)).filter((row) => row !== undefined)
  return { ...taken, rows: withPositions([...present, ...byPosition(leftAlone)]), count: { ...count, removed } }
}

/** Merges the facts and notes of the servers that remain. */
function mergedOfServers(
  mine: Tables,
  theirs: Tables,
  servers: readonly Row[],
  { leftAlone, replacing }: Pick<MergeInput, 'leftAlone' | 'replacing'>,
) {
  const [ids, leftAloneIds] = [new Set(servers.map(idOf)), new Set(leftAlone.map(idOf))]
  const there = (rows: readonly Row[]) => rows.filter((row) => ids.has(serverOf(row)))
  const base = (rows: readonly Row[]) => (replacing ? rows.filter((row) => leftAloneIds.has(serverOf(row))) : rows)
  const noteKey = (row: Row) => `${serverOf(row)}/${textOf(row['job_id'])}`
  return {
    facts: joined(base(mine.facts), there(theirs.facts), serverOf),
    notes: joined(base(mine.notes), there(theirs.notes), noteKey),
  }
}

function mergeInputOf(
  mine: Tables,
  theirs: Tables,
  incoming: Incoming,
  ourIds: ReadonlyMap<string, string>,
  replacing: boolean,
): MergeInput {
  const offered = new Map(ownServers(theirs).map((row) => [idOf(row), row]))
  const leftAlone = mine.servers.filter((row) => isLeftAlone(row, offered.has(idOf(row))))
  const leftAloneIds = new Set(leftAlone.map(idOf))
  return {
    here: new Map(mine.servers.map((row) => [idOf(row), row])),
    theirs: byPosition([...offered.values()]).filter((row) => !leftAloneIds.has(idOf(row))),
    leftAlone,
    tokenOf: new Map([...incoming.tokens].map(([id, token]) => [ourIds.get(id) ?? id, token])),
    storedTokens: incoming.storedTokens ?? new Set(),
    replacing,
  }
}

/**
 * Returns our data after taking in other data. Pure: nothing is written.
 * - `add`: servers are matched by id, else as in `matchServerIds`. The profile that was edited last wins. A token that
 *   is missing here is taken. A token that is here for the same address is replaced only by one that was given later.
 *   Notes, views, plans, IP sets and settings that were made here stay.
 * - `replace`: servers, notes, views, plans, IP sets and settings become theirs. Ours stay for a part that they do not
 *   have.
 * In both modes, entries are only added to activity and runs. Our demo servers are left alone, and theirs are not
 * taken.
 */
export function merged(mine: Tables, incoming: Incoming, mode: ImportMode): Merged {
  const ourIds = matchServerIds(mine, incoming.tables, incoming.tokens)
  const theirs = withOurIds(incoming.tables, ourIds)
  const replaces = (part: ExportPart) => mode === 'replace' && incoming.parts.has(part)
  const mergeInput = mergeInputOf(mine, theirs, incoming, ourIds, replaces('servers'))
  const servers = mergedServers(mine, mergeInput)
  const { facts, notes } = mergedOfServers(mine, theirs, servers.rows, mergeInput)
  const replacingViews = replaces('views')
  const views = joined(replacingViews ? [] : byPosition(mine.views), byPosition(theirs.views), idOf)
  const plans = joined(replacingViews ? [] : mine.saved_plans, theirs.saved_plans, idOf)
  const ipSets = mergedIpSets(replaces('ipSets') ? [] : mine.ip_sets, theirs.ip_sets)
  const entries = mergedEntries(mine.entries, theirs.entries)
  const runs = mergedRuns(mine, theirs)
  const keptRows = mergedKept(mine, theirs, replaces)
  return {
    tables: {
      servers: servers.rows,
      facts: facts.rows,
      notes: notes.rows,
      entries: entries.rows,
      kept: keptRows.rows,
      saved_plans: plans.rows,
      runs: runs.runs,
      run_items: runs.run_items,
      views: withPositions(views.rows),
      ip_sets: ipSets.rows,
    },
    tokens: servers.tokens,
    effect: {
      servers: servers.count,
      tokens: servers.tokens.size,
      tokensReplaced: servers.replaced,
      notes: notes.added,
      views: views.added,
      ipSets: ipSets.added,
      plans: plans.added,
      activity: entries.added,
      runs: runs.added,
      settings: keptRows.settings,
    },
  }
}
