import { z } from 'zod'
import type { DataCounts } from '../../shared/model/data.ts'
import { defaultSettings } from '../../shared/model/settings.ts'
import type { Row, Tables } from '../storage/contents.ts'

const tokenMark = z.object({ hash: z.string(), setAtMs: z.number().nullable() })
/** The fields of a profile that merging needs. All other fields are carried along. */
const profile = z.looseObject({
  url: z.string(),
  hasToken: z.boolean(),
  tokenMark: tokenMark.nullable().default(null),
  demo: z.boolean(),
  updatedAtMs: z.number(),
})
export type ProfileFields = z.infer<typeof profile>

/** Returns the profile of a row of `servers`, or null if it cannot be read. */
export function profileOf(row: Row): ProfileFields | null {
  try {
    return profile.parse(JSON.parse(String(row['profile'])))
  } catch {
    return null
  }
}

export const textOf = (value: unknown): string => String(value ?? '')
export const idOf = (row: Row): string => textOf(row['id'])
export const serverOf = (row: Row): string => textOf(row['server_id'])
export const withProfile = (row: Row, change: Partial<ProfileFields>): Row => ({
  ...row,
  profile: JSON.stringify({ ...profileOf(row), ...change }),
})
export const keptRow = (tables: Tables, name: string): Row | undefined =>
  tables.kept.find((row) => row['name'] === name)

/** Returns the servers that the user has added, without the demo fleet and without rows that cannot be read. */
export const ownServers = (tables: Tables): readonly Row[] =>
  tables.servers.filter((row) => profileOf(row)?.demo === false)

/** Returns the settings in a row. Missing settings have their defaults, and so have all if the row cannot be read. */
export function settingsOf(row: Row | undefined): Readonly<Record<string, unknown>> {
  try {
    return { ...defaultSettings, ...(row ? (JSON.parse(textOf(row['value'])) as object) : {}) }
  } catch {
    return { ...defaultSettings }
  }
}

export function countsOf(tables: Tables, tokens: number): DataCounts {
  return {
    servers: ownServers(tables).length,
    tokens,
    notes: tables.notes.length,
    views: tables.views.length,
    ipSets: tables.ip_sets.length,
    plans: tables.saved_plans.length,
    activity: tables.entries.filter((row) => row['result'] !== null).length,
    runs: tables.runs.length,
    settings: keptRow(tables, 'settings') !== undefined,
  }
}
