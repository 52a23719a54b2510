import { z } from 'zod'
import type { Immutable } from '../immutable.ts'

/** What an export can hold. Tokens are useful only together with their servers. */
export const exportParts = ['servers', 'tokens', 'settings', 'views', 'ipSets', 'activity', 'runs'] as const
export type ExportPart = (typeof exportParts)[number]

export const importModes = ['add', 'replace'] as const
export type ImportMode = (typeof importModes)[number]

/** How many records of each kind there are. */
export const dataCounts = z.object({
  servers: z.number().int(),
  tokens: z.number().int(),
  notes: z.number().int(),
  views: z.number().int(),
  ipSets: z.number().int(),
  plans: z.number().int(),
  activity: z.number().int(),
  runs: z.number().int(),
  settings: z.boolean(),
})
export type DataCounts = Immutable<z.infer<typeof dataCounts>>

/** What an import or a restore changes in this Wisdeck. */
export const dataEffect = z.object({
  servers: z.object({
    added: z.number().int(),
    updated: z.number().int(),
    kept: z.number().int(),
    removed: z.number().int(),
  }),
  /** Tokens that are written to the token store. */
  tokens: z.number().int(),
  /** The part of `tokens` that overwrites another token. The old token is then lost, because no backup holds tokens. */
  tokensReplaced: z.number().int(),
  notes: z.number().int(),
  views: z.number().int(),
  ipSets: z.number().int(),
  plans: z.number().int(),
  /** Entries and runs that were not there yet. An import only ever adds to them. */
  activity: z.number().int(),
  runs: z.number().int(),
  settings: z.boolean(),
})
export type DataEffect = Immutable<z.infer<typeof dataEffect>>

/**
 * `automatic`: made without an action of the user, daily and before a new version migrates the file. `before-update`:
 * made before an update is installed.
 */
const backupKinds = ['automatic', 'before-update', 'before-import', 'before-restore'] as const
export type BackupKind = (typeof backupKinds)[number]

export const backup = z.object({
  name: z.string(),
  atMs: z.number(),
  bytes: z.number().int(),
  kind: z.enum(backupKinds),
  /** False if a later version of Wisdeck has made it. */
  fits: z.boolean(),
})
export type Backup = Immutable<z.infer<typeof backup>>
