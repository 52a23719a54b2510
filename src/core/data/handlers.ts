import { AppError } from '../../shared/errors.ts'
import { type DataEffect, type ExportPart, exportParts, type ImportMode } from '../../shared/model/data.ts'
import type { Handlers } from '../dispatch.ts'
import { defaultScryptCost } from '../seal/passphrase-key.ts'
import type { ServersDeps } from '../servers/handlers.ts'
import type { Contents, Tables } from '../storage/contents.ts'
import { migrations } from '../storage/migrations.ts'
import { createTurns } from '../turns.ts'
import { chosen } from './choose.ts'
import { type Incoming, merged, type Merged } from './merge.ts'
import type { Reload } from './reload.ts'
import { countsOf, idOf, ownServers, profileOf } from './rows.ts'
import { openExport, sealExport } from './sealed-export.ts'

export interface DataDeps extends Pick<
  ServersDeps,
  'storage' | 'vault' | 'connections' | 'activity' | 'clock' | 'log'
> {
  /** Lets go of what was known of the data as it was, and tells the page. */
  readonly reload: Reload
  readonly version: string
  /** scrypt's N for new exports. */
  readonly scryptCost?: number
}

type DataMethods = Extract<keyof Handlers, `data.${string}`>
const noTokens: ReadonlyMap<string, string> = new Map()

/** The whole desk out of one machine and into another, and back from a backup. One at a time. */
export function createDataHandlers(deps: DataDeps): Pick<Handlers, DataMethods> {
  const { storage, vault, connections, activity, clock } = deps
  const inTurn = createTurns()

  /**
   * All tokens of these servers, or none of them: a token store that is locked says so. One whose entry has vanished,
   * or is another server's, is left out.
   */
  const tokensOf = async (tables: Tables): Promise<ReadonlyMap<string, string>> => {
    const found = new Map<string, string>()
    for (const row of ownServers(tables)) {
      if (profileOf(row)?.hasToken !== true) continue
      try {
        await connections.useToken(idOf(row), (token) => void found.set(idOf(row), token))
      } catch (thrown) {
        if (!(thrown instanceof AppError) || thrown.code !== 'vault.missing') throw thrown
      }
    }
    return found
  }

  /** @throws AppError export.damaged | export.newer | export.wrong-passphrase */
  const opened = async (text: string, passphrase: string) => {
    deps.log.guard(passphrase)
    const { contents, ...about } = await openExport(text, passphrase, migrations.length)
    about.tokens.forEach((token) => deps.log.guard(token))
    return {
      ...about,
      tables: fitting(contents, () => new AppError('export.damaged', 'Not a whole export: rows', { reason: 'rows' })),
    }
  }
  /** Rows that break the rules of their tables were not written by Wisdeck, whatever seal they came under. */
  const fitting = (contents: Contents, fault: () => AppError): Tables => {
    try {
      return storage.contents.upgraded(contents)
    } catch {
      throw fault()
    }
  }

  const refuseDuringRun = () => {
    const [at] = storage.runs.live().filter(({ state }) => state === 'running' || state === 'pausing')
    if (at) throw new AppError('run.busy', 'A run is at work', { runId: at.id })
  }

  /**
   * Backs up, puts the tokens, and then in one transaction the rows. Where any of that fails, all is as before.
   * @throws AppError run.busy | cancelled, and those of the vault and of storage
   */
  const takeIn = async (
    incoming: Incoming,
    mode: ImportMode,
    kind: 'before-import' | 'before-restore',
  ): Promise<{ effect: DataEffect; backup: string }> => {
    refuseDuringRun()
    await markAll(merged(storage.contents.read(), incoming, mode).tokens.keys())
    const before = storage.servers.list()
    const { tokens } = merged(storage.contents.read(), incoming, mode)
    const backup = fileName(storage.backUp(kind))
    let done: Merged | null = null
    await vault.putAll(tokens, () => {
      // A keychain may have asked its user: what is merged is the desk as it is now.
      if (storage.servers.list() !== before) throw new AppError('cancelled', 'The desk was changed meanwhile')
      refuseDuringRun()
      const mine = storage.contents.read()
      done = merged(mine, incoming, mode)
      storage.contents.replace({ before: mine, after: done.tables })
    })
    deps.reload(before, new Set(done!.tokens.keys()))
    return { effect: done!.effect, backup }
  }

  /**
   * Lets the tokens that are about to give way be known again: a crash would otherwise leave the new one to the old
   * address.
   */
  const markAll = async (ids: Iterable<string>) => {
    for (const id of ids) {
      const server = storage.servers.get(id)
      if (server?.hasToken && server.tokenMark === null)
        await connections.useToken(id, () => undefined).catch(() => undefined)
    }
  }

  /** Servers of which the token store holds the very token that their row is marked with. */
  const held = async (tables: Tables): Promise<ReadonlySet<string>> => {
    const marks = ownServers(tables).flatMap((row) => {
      const { hasToken, tokenMark } = profileOf(row) ?? {}
      return hasToken && tokenMark ? [{ id: idOf(row), hash: tokenMark.hash }] : []
    })
    // Where it cannot be told, the profile's own word stands: the mark is looked at again before the token is used.
    const there = await Promise.all(marks.map(({ id, hash }) => vault.has(id, hash).catch(() => true)))
    return new Set(marks.filter((_, at) => there[at]).map(({ id }) => id))
  }

  return {
    'data.export': ({ passphrase, parts = exportParts }) =>
      inTurn(async () => {
        deps.log.guard(passphrase)
        const wanted = new Set<ExportPart>(parts)
        if (!wanted.has('servers')) wanted.delete('tokens')
        const all = storage.contents.read()
        const tokens = wanted.has('tokens') ? await tokensOf(all) : noTokens
        const tables = chosen(all, wanted, tokens)
        const atMs = clock.now()
        const cargo = { parts: wanted, contents: { schema: migrations.length, tables }, tokens }
        const text = await sealExport(
          cargo,
          { by: deps.version, atMs },
          passphrase,
          deps.scryptCost ?? defaultScryptCost,
        )
        const unfinishedRuns = wanted.has('runs') ? all.runs.length - tables.runs.length : 0
        const counts = countsOf(tables, tokens.size)
        activity.note(
          { action: 'data.export', subject: '', server: null },
          { before: null, after: { ...counts }, result: 'done', error: null },
        )
        return {
          fileName: `wisdeck-${new Date(atMs).toISOString().slice(0, 10)}.wisdeck`,
          text,
          counts,
          unfinishedRuns,
        }
      }),

    'data.readExport': async ({ text, passphrase }) => {
      const { tables, tokens, parts, madeBy, madeAtMs } = await opened(text, passphrase)
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
      inTurn(async () => {
        const incoming = await opened(text, passphrase)
        return activity.record({ action: 'data.import', subject: mode, server: null }, async () => {
          const value = await takeIn(incoming, mode, 'before-import')
          return { value, before: null, after: told(value.effect) }
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
      inTurn(async () => {
        const contents = storage.backups.read(name)
        if (contents.schema > migrations.length)
          throw new AppError('backup.newer', 'A newer Wisdeck has made this backup', { name })
        const tables = fitting(contents, () => new AppError('backup.damaged', 'This backup cannot be read', { name }))
        const parts = new Set(exportParts)
        return activity.record({ action: 'data.restore', subject: name, server: null }, async () => {
          const value = await takeIn(
            { parts, tables, tokens: noTokens, held: await held(tables) },
            'replace',
            'before-restore',
          )
          return { value, before: null, after: told(value.effect) }
        })
      }),
  }
}

const fileName = (path: string): string => path.split(/[/\\]/).at(-1) ?? path

/** An effect as the activity log shows it: figures by name. */
function told({ servers, ...rest }: DataEffect): Readonly<Record<string, unknown>> {
  return { serversAdded: servers.added, serversUpdated: servers.updated, serversRemoved: servers.removed, ...rest }
}
