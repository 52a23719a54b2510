/// <reference types="vite/types/importMeta.d.ts" />
import type { ListedKind } from '../../shared/kinds/index.ts'
import action from './en/action.json' with { type: 'json' }
import activity from './en/activity.json' with { type: 'json' }
import bulk from './en/bulk.json' with { type: 'json' }
import change from './en/change.json' with { type: 'json' }
import common from './en/common.json' with { type: 'json' }
import count from './en/count.json' with { type: 'json' }
import cron from './en/cron.json' with { type: 'json' }
import data from './en/data.json' with { type: 'json' }
import errors from './en/errors.json' with { type: 'json' }
import field from './en/field.json' with { type: 'json' }
import fleet from './en/fleet.json' with { type: 'json' }
import ftp from './en/ftp.json' with { type: 'json' }
import invalid from './en/invalid.json' with { type: 'json' }
import ipSets from './en/ipSets.json' with { type: 'json' }
import type anonymousKind from './en/kinds/anonymous.json'
import type ftpKind from './en/kinds/ftp.json'
import overview from './en/overview.json' with { type: 'json' }
import palette from './en/palette.json' with { type: 'json' }
import rows from './en/rows.json' with { type: 'json' }
import runs from './en/runs.json' with { type: 'json' }
import screens from './en/screens.json' with { type: 'json' }
import servers from './en/servers.json' with { type: 'json' }
import settings from './en/settings.json' with { type: 'json' }
import shell from './en/shell.json' with { type: 'json' }
import state from './en/state.json' with { type: 'json' }
import vault from './en/vault.json' with { type: 'json' }
import views from './en/views.json' with { type: 'json' }
import welcome from './en/welcome.json' with { type: 'json' }

const partsOf = (path: string): readonly string[] => path.replace(/^\.\/|\.json$/g, '').split('/')

/** The words of every kind of rows: a further kind needs only its file. `own` are those of its own dialogs alone. */
type KindWords = { readonly anonymous: typeof anonymousKind } & {
  readonly [K in ListedKind]: Omit<typeof ftpKind, 'risk'> & {
    readonly own: Readonly<Record<string, string>>
    readonly title: Readonly<Record<`${string}_other`, string>>
  }
}
const kindFiles = import.meta.glob('./en/kinds/*.json', { eager: true, import: 'default' })

/** The English catalogue. It is part of the page, and its type defines the keys. */
export const english = {
  action,
  activity,
  bulk,
  change,
  common,
  count,
  cron,
  data,
  errors,
  field,
  fleet,
  ftp,
  invalid,
  ipSets,
  kinds: Object.fromEntries(
    Object.entries(kindFiles).map(([path, words]) => [partsOf(path).at(-1), words]),
  ) as KindWords,
  overview,
  palette,
  rows,
  runs,
  screens,
  servers,
  settings,
  shell,
  state,
  vault,
  views,
  welcome,
}
export type Catalogue = typeof english

/** Sentences of a language by section. A missing sentence is shown in English. */
export interface Sentences {
  readonly [key: string]: string | Sentences
}

/** The sections of every other language. `electron.vite.config.ts` joins the sections of one language into one file. */
const sections = import.meta.glob<Sentences>(['./*/**/*.json', '!./en/**', '!./*/native.json'], { import: 'default' })

/** The languages of the page, named by their folders, English first. */
export const languages: readonly string[] = [
  'en',
  ...new Set(Object.keys(sections).map((path) => partsOf(path)[0] ?? '')),
]

/** Returns a catalogue with a section added. `kinds/ftp.json` is the section `kinds.ftp`. */
function withSection(catalogue: Sentences, [name = '', ...names]: readonly string[], sentences: Sentences): Sentences {
  const before = catalogue[name]
  const inner = typeof before === 'object' ? before : {}
  return {
    ...catalogue,
    [name]: names.length === 0 ? { ...inner, ...sentences } : withSection(inner, names, sentences),
  }
}

/** Loads the sentences of a language other than English. */
export async function loadCatalogue(language: string): Promise<Sentences> {
  const own = Object.entries(sections).filter(([path]) => path.startsWith(`./${language}/`))
  const read = own.map(async ([path, load]) => ({ names: partsOf(path).slice(1), sentences: await load() }))
  return (await Promise.all(read)).reduce<Sentences>(
    (catalogue, { names, sentences }) => withSection(catalogue, names, sentences),
    {},
  )
}
