import { Mutex } from 'async-mutex'
import { AppError } from '../../shared/errors.ts'
import { type DataEffect, exportParts, type ImportMode } from '../../shared/model/data.ts'
import type { Handlers } from '../dispatch.ts'
import type { ServersDeps } from '../servers/server-list.ts'
import type { Contents, Tables } from '../storage/contents.ts'
import { migrations } from '../storage/migrations.ts'
import type { Storage } from '../storage/types.ts'
import type { Vault } from '../vault/types.ts'
import { exportData, type ExportDeps } from './export.ts'
import { merged } from './merge.ts'
import { countsOf, idOf, ownServers, profileOf } from './rows.ts'
import { openExport } from './sealed-export.ts'
import { applyIncoming, type ApplyDeps } from './apply-incoming.ts'

type DataDeps = ExportDeps & ApplyDeps
type DataMethods = Extract<keyof Handlers, `data.${string}`>

/** @throws AppError export.damaged | export.newer | export.wrong-passphrase */
async function openIncoming({ storage, log }: Pick<ServersDeps, 'storage' | 'log'>, text: string, passphrase: string) {
  log.guard(passphrase)
  const { contents, ...exported } = await openExport(text, passphrase, migrations.length)
  exported.tokens.forEach((token) => log.guard(token))
  return {
    ...exported,
    tables: upgradedTables(
      storage,
      contents,
      () => new AppError('export.damaged', 'Not a whole export: rows', { reason: 'rows' }),
    ),
  }
}

/** Returns the rows in the newest schema. Rows that break table rules are not Wisdeck's, even if the seal is right. */
function upgradedTables(storage: Storage, contents: Contents, fault: () => AppError): Tables {
  try {
    return storage.contents.upgraded(contents)
  } catch {
    throw fault()
  }
}

/** Returns the servers whose token in the vault is the one that their row is marked with, or cannot be read now. */
async function serversWithMarkedToken(vault: Vault, tables: Tables): Promise<ReadonlySet<string>> {
  const marks = ownServers(tables).flatMap((row) => {
    const { hasToken, tokenMark } = profileOf(row) ?? {}
    return hasToken && tokenMark ? [{ id: idOf(row), hash: tokenMark.hash }] : []
  })
  // If the vault cannot tell, trust the profile: the mark is checked again before the token is used.
  const isStored = await Promise.all(marks.map(({ id, hash }) => vault.has(id, hash).catch(() => true)))
  return new Set(marks.filter((_, at) => isStored[at]).map(({ id }) => id))
}

/** Returns an effect as the activity log shows it: numbers by name. */
function effectFacts({ servers, ...rest }: DataEffect): Readonly<Record<string, unknown>> {
  return { serversAdded: servers.added, serversUpdated: servers.updated, serversRemoved: servers.removed, ...rest }
}

/** Handlers that export and import all data and restore a backup. Exports, imports and restores run one at a time. */
export function createDataHandlers(deps: DataDeps): Pick<Handlers, DataMethods> {
  const { storage, activity } = deps
  const mutex = new Mutex()
  return {
    'data.export': (input) => mutex.runExclusive(() => exportData(deps, input)),

    'data.readExport': async ({ text, passphrase }) => {
      const { tables, tokens, parts, madeBy, madeAtMs } = await openIncoming(deps, text, passphrase)
      const mine = storage.contents.read()
      const effectOf = (mode: ImportMode) => merged(mine, { parts, tables, tokens }, mode).effect
      return {
        madeBy,
        madeAtMs,
        parts: [...parts],
        counts: countsOf(tables, tokens.size),
        add: effectOf('add'),
        replace: effectOf('replace'),
      }
    },

    'data.import': ({ text, passphrase, mode }) =>
      mutex.runExclusive(async () => {
        const incoming = await openIncoming(deps, text, passphrase)
        return activity.record({ action: 'data.import', subject: mode, server: null }, async () => {
          const value = await applyIncoming(deps, incoming, mode, 'before-import')
          return { value, before: null, after: effectFacts(value.effect) }
        })
      }),

    'data.backups': () =>
      storage.backups.list().map(({ name, atMs, bytes, kind, version }) => ({
        name,
        atMs,
        bytes,
        kind,
        fits: version <= migrations.length,
      })),

    'data.restore': ({ name }) =>
      mutex.runExclusive(async () => {
        const contents = storage.backups.read(name)
        if (contents.schema > migrations.length)
          throw new AppError('backup.newer', 'A newer Wisdeck has made this backup', { name })
        const tables = upgradedTables(
          storage,
          contents,
          () => new AppError('backup.damaged', 'This backup cannot be read', { name }),
        )
        const parts = new Set(exportParts)
        return activity.record({ action: 'data.restore', subject: name, server: null }, async () => {
          const value = await applyIncoming(
            deps,
            { parts, tables, tokens: new Map(), storedTokens: await serversWithMarkedToken(deps.vault, tables) },
            'replace',
            'before-restore',
          )
          return { value, before: null, after: effectFacts(value.effect) }
        })
      }),
  }
}
