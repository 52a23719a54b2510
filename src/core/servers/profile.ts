import { AppError } from '../../shared/errors.ts'
import type { ServerDraft, ServerPatch, ServerProfile } from '../../shared/model/server.ts'
import { normalisePanelUrl } from '../../shared/panel-url.ts'
import { sameOrigin } from '../connections/same-origin.ts'
import type { StoredServer } from '../storage/types.ts'

/**
 * Returns the base URL for what a user typed.
 * @throws AppError server.url-invalid with the problem's code, or server.http-refused if plain http is not allowed.
 */
export function panelUrl(typed: string, allowHttp: boolean): string {
  const parsed = normalisePanelUrl(typed)
  if (!parsed.ok) throw new AppError('server.url-invalid', 'Not the address of a panel', { problem: parsed.problem })
  if (parsed.plainHttp && !allowHttp)
    throw new AppError('server.http-refused', 'Plain http is off for this server', { url: parsed.url })
  return parsed.url
}

/** Returns the profile as the page may see it: no certificate text, and of the token only whether there is one. */
export function toProfile(stored: StoredServer): ServerProfile {
  const { pin, tokenMark: _mark, ...profile } = stored
  if (!pin) return { ...profile, pin: null }
  const { certificatePem: _, ...info } = pin
  return { ...profile, pin: info }
}

/**
 * Returns a new profile, without a token or a trusted certificate.
 * @throws AppError server.url-invalid | server.http-refused | input.invalid
 */
export function newServer(
  draft: ServerDraft,
  at: { id: string; position: number; nowMs: number; demo?: boolean },
): StoredServer {
  return {
    ...draft,
    url: panelUrl(draft.url, draft.allowHttp),
    tags: [...new Set(draft.tags)],
    timeZone: checkedZone(draft.timeZone),
    id: at.id,
    position: at.position,
    pin: null,
    hasToken: false,
    tokenMark: null,
    demo: at.demo ?? false,
    createdAtMs: at.nowMs,
    updatedAtMs: at.nowMs,
  }
}

/**
 * Returns the profile with a patch applied. A new origin drops the trusted certificate, because trust is given to
 * one panel, not to a name in a list.
 * @throws AppError server.url-invalid | server.http-refused | input.invalid
 */
export function applyPatch(stored: StoredServer, patch: ServerPatch, nowMs: number): StoredServer {
  const merged = { ...stored, ...patch }
  const url = panelUrl(merged.url, merged.allowHttp)
  return {
    ...merged,
    url,
    tags: [...new Set(merged.tags)],
    timeZone: checkedZone(merged.timeZone),
    pin: sameOrigin(url, stored.url) ? stored.pin : null,
    updatedAtMs: nowMs,
  }
}

/**
 * Returns the zone by the name that was chosen, or null for none. The name is not replaced by the runtime's own, which
 * may be an older one (Asia/Saigon).
 * @throws AppError input.invalid for a zone that this runtime does not know
 */
function checkedZone(zone: string | null): string | null {
  if (zone === null || zone === '') return null
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone
  } catch {
    throw new AppError('input.invalid', 'Not a time zone', {
      issues: [{ path: 'timeZone', message: `Unknown time zone ${zone}` }],
    })
  }
}
