import { z } from 'zod'
import type { Immutable } from '../immutable.ts'

/** What an export can hold. Tokens are of use only with their servers. */
export const exportParts = ['servers', 'tokens', 'settings', 'views', 'ipSets', 'activity', 'runs'] as const
export type ExportPart = (typeof exportParts)[number]

export const importModes = ['add', 'replace'] as const
export type ImportMode = (typeof importModes)[number]

/** How much of each there is. */
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

/** What an import or a restore changes on this desk. */
export const dataEffect = z.object({
  servers: z.object({
    added: z.number().int(),
    updated: z.number().int(),
    kept: z.number().int(),
    removed: z.number().int(),
  }),
  /** Tokens that are written to the token store. */
  tokens: z.number().int(),
  /** Those of them that overwrite another one, which is then gone: no backup holds tokens. */
  tokensReplaced: z.number().int(),
  notes: z.number().int(),
  views: z.number().int(),
  ipSets: z.number().int(),
  plans: z.number().int(),
  /** Entries and runs that the record did not have. It is only ever added to. */
  activity: z.number().int(),
  runs: z.number().int(),
  settings: z.boolean(),
})
export type DataEffect = Immutable<z.infer<typeof dataEffect>>

/** `automatic`: made by itself, daily or before a new version changes the file. */
export const backupKinds = ['automatic', 'before-update', 'before-import', 'before-restore'] as const
export type BackupKind = (typeof backupKinds)[number]

export const backup = z.object({
  name: z.string(),
  atMs: z.number(),
  bytes: z.number().int(),
  kind: z.enum(backupKinds),
  /** False where a later Wisdeck has made it. */
  fits: z.boolean(),
})
export type Backup = Immutable<z.infer<typeof backup>>
