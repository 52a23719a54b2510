import type { DatabaseSync } from 'node:sqlite'
import { defaultSettings, type Settings, settings as settingsSchema } from '../../shared/model/settings.ts'
import { vaultKinds } from '../../shared/model/vault.ts'
import type { Logger } from '../log/types.ts'
import { onDisk } from './disk-errors.ts'
import { readJson } from './json-column.ts'
import type { Storage, ViewsState } from './types.ts'

/** Reads each setting by itself. A missing or unreadable setting gets its default and does not affect the others. */
function readSettings(value: unknown): Settings | null {
  if (value === null || typeof value !== 'object') return null
  const good = Object.entries(settingsSchema.shape).flatMap(([name, schema]) => {
    const result = schema.safeParse(Reflect.get(value, name))
    return result.success ? [[name, result.data] as const] : []
  })
  return { ...defaultSettings, ...Object.fromEntries(good) }
}

function readViewsState(value: unknown): ViewsState | null {
  if (value === null || typeof value !== 'object') return null
  const lastOpenId: unknown = Reflect.get(value, 'lastOpenId')
  return {
    lastOpenId: typeof lastOpenId === 'string' ? lastOpenId : null,
    untouched: Reflect.get(value, 'untouched') === true,
  }
}

const choices = vaultKinds.filter((kind) => kind !== 'undecided')

/**
 * Single values by name: the settings, the choice of vault, the view that was open. Each value is read once and cached
 * until it is written: every request asks for the settings, and no other process writes here.
 */
export function createKeptTable(
  db: DatabaseSync,
  log: Logger,
): {
  readonly tables: Pick<Storage, 'settings' | 'vaultChoice' | 'viewsState'>
  /** Drops the cached values. Call it before other code changes the rows. */
  forget(): void
} {
  const one = db.prepare('SELECT value FROM kept WHERE name = ?')
  const upsert = db.prepare(
    'INSERT INTO kept (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  )

  function read<T>(name: string, check: (value: unknown) => T | null): T | null {
    const row = onDisk(() => one.get(name))
    return row ? readJson(row['value'], check, log, { table: 'kept', name }) : null
  }

  const forgetFunctions: (() => void)[] = []

  function kept<T>(name: string, check: (value: unknown) => T | null): { get(): T | null; put(value: T): void } {
    let known: { readonly value: T | null } | null = null
    forgetFunctions.push(() => (known = null))
    return {
      get: () => (known ??= { value: read(name, check) }).value,
      put: (value) => {
        known = null
        onDisk(() => void upsert.run(name, JSON.stringify(value)))
      },
    }
  }

  const settings = kept('settings', readSettings)
  const viewsState = kept('viewsState', readViewsState)
  return {
    forget: () => forgetFunctions.forEach((forget) => forget()),
    tables: {
      settings: { get: () => settings.get() ?? defaultSettings, put: settings.put },
      viewsState: { get: () => viewsState.get() ?? { lastOpenId: null, untouched: true }, put: viewsState.put },
      vaultChoice: kept('vaultChoice', (value) => choices.find((kind) => kind === value) ?? null),
    },
  }
}
