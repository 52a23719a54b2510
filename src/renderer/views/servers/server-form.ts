import { isKnownZone } from '../../../shared/cron/index.ts'
import type { Input } from '../../../shared/contract.ts'
import type { Environment, ServerColour, ServerProfile } from '../../../shared/model/server.ts'
import { normalisePanelUrl, type PanelUrl, type PanelUrlProblem } from '../../../shared/panel-url.ts'

/** The fields of the "Add server" and "Edit server" dialogs. The token is not one of them: it is kept separately. */
export interface ServerForm {
  readonly name: string
  readonly url: string
  readonly tags: readonly string[]
  readonly folder: string
  readonly colour: ServerColour
  readonly environment: Environment
  readonly readOnly: boolean
  /** The IANA zone of the panel, or empty to use the offset in its timestamps. */
  readonly timeZone: string
  readonly allowHttp: boolean
  readonly notes: string
}

export const emptyForm: ServerForm = {
  name: '',
  url: '',
  tags: [],
  folder: '',
  colour: 'none',
  environment: 'none',
  readOnly: false,
  timeZone: '',
  allowHttp: false,
  notes: '',
}

export function formOf(server: ServerProfile): ServerForm {
  const { name, url, tags, folder, colour, environment, readOnly, allowHttp, notes } = server
  return { name, url, tags, folder, colour, environment, readOnly, allowHttp, notes, timeZone: server.timeZone ?? '' }
}

/** The result of reading an address. `http` is a valid address with plain HTTP, which the user has not allowed. */
export type Address =
  | { readonly state: 'good'; readonly read: PanelUrl }
  | { readonly state: 'http'; readonly read: PanelUrl }
  | { readonly state: 'bad'; readonly problem: PanelUrlProblem }

export function addressOf(form: Pick<ServerForm, 'url' | 'allowHttp'>): Address {
  const read = normalisePanelUrl(form.url)
  if (!read.ok) return { state: 'bad', problem: read.problem }
  return { state: read.plainHttp && !form.allowHttp ? 'http' : 'good', read }
}

/** Returns the typed name, or else the host without its port. Empty while there is no valid address. */
export function nameFor(form: Pick<ServerForm, 'name' | 'url'>): string {
  const typed = form.name.trim()
  if (typed !== '') return typed
  const read = normalisePanelUrl(form.url)
  return read.ok ? read.host.slice(0, 100) : ''
}

const longest = { name: 100, tag: 40, tags: 50, folder: 100, notes: 10_000 } as const

export type FormProblem = 'address' | 'http' | 'name-long' | 'folder-long' | 'notes-long' | 'time-zone' | 'tags-many'

/** Returns everything that keeps a form from being saved. Core would refuse the same (model/server.ts). */
export function formProblems(form: ServerForm): readonly FormProblem[] {
  const address = addressOf(form)
  const zone = form.timeZone.trim()
  const found: readonly (FormProblem | null)[] = [
    address.state === 'bad' ? 'address' : null,
    address.state === 'http' ? 'http' : null,
    form.name.trim().length > longest.name ? 'name-long' : null,
    form.folder.trim().length > longest.folder ? 'folder-long' : null,
    form.notes.length > longest.notes ? 'notes-long' : null,
    zone !== '' && !isKnownZone(zone) ? 'time-zone' : null,
    form.tags.length > longest.tags ? 'tags-many' : null,
  ]
  return found.filter((problem) => problem !== null)
}

/** Returns the input of `servers.add`. The address is sent as typed, because core normalises it by the same rule. */
export function toDraft(form: ServerForm): Input<'servers.add'>['draft'] {
  return {
    ...form,
    name: nameFor(form),
    url: form.url.trim(),
    tags: [...form.tags],
    folder: form.folder.trim(),
    timeZone: form.timeZone.trim() || null,
  }
}

type ServerPatch = Input<'servers.edit'>['patch']

/** Returns only the fields in which a form differs from the profile; null if there are none. */
export function toPatch(server: ServerProfile, form: ServerForm): ServerPatch | null {
  const draft = toDraft(form)
  const read = normalisePanelUrl(draft.url)
  const wanted: Required<ServerPatch> = {
    name: draft.name,
    url: read.ok ? read.url : draft.url,
    tags: [...form.tags],
    folder: draft.folder ?? '',
    colour: form.colour,
    environment: form.environment,
    readOnly: form.readOnly,
    notes: form.notes,
    timeZone: draft.timeZone ?? null,
    allowHttp: form.allowHttp,
  }
  const changed = (Object.keys(wanted) as (keyof ServerPatch)[]).filter(
    (key) => JSON.stringify(wanted[key]) !== JSON.stringify(server[key]),
  )
  return changed.length === 0 ? null : Object.fromEntries(changed.map((key) => [key, wanted[key]]))
}

/** Returns whether closing the form would lose anything. */
export function isDirty(start: ServerForm, form: ServerForm): boolean {
  return JSON.stringify(start) !== JSON.stringify(form)
}

/**
 * Returns the tags and those of a text, split at commas, semicolons and line breaks. Drops duplicates, even if they
 * differ in upper and lower case. Returns the same array if nothing is added.
 */
export function withTags(tags: readonly string[], text: string): readonly string[] {
  const next = [...tags]
  for (const part of text.split(/[,;\n]/)) {
    const tag = part.trim().slice(0, longest.tag)
    if (tag !== '' && !next.some((known) => known.toLowerCase() === tag.toLowerCase())) next.push(tag)
  }
  return next.length === tags.length ? tags : next
}

/** Returns whether two addresses lead to the same panel in terms of trust: scheme, host and port. */
export function sameOrigin(a: string, b: string): boolean {
  const [left, right] = [normalisePanelUrl(a), normalisePanelUrl(b)]
  return left.ok && right.ok && left.origin === right.origin
}
