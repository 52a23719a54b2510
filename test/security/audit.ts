import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answered, fuses, pagePolicy } from '../../src/main/security.ts'
import { runPlay } from '../electron/run-play.ts'
import { checkBehaviour } from './behaviour.ts'
import { checkFiles } from './files.ts'
import { checkPackaging } from './packaging.ts'

/** A violation of a rule. `id` names its kind. A finding whose id is answered in security.ts is accepted. */
export interface Finding {
  readonly id: string
  readonly what: string
}

export interface Audit {
  readonly findings: readonly Finding[]
  readonly accepted: readonly { readonly id: string; readonly why: string }[]
  readonly fuses: typeof fuses
  readonly csp: string
}

/** Splits the findings into open ones and those that are answered. */
export function splitFindings(found: readonly Finding[]): Pick<Audit, 'findings' | 'accepted'> {
  const ids = [...new Set(found.map(({ id }) => id))]
  return {
    findings: found.filter(({ id }) => !Object.hasOwn(answered, id)),
    accepted: ids.flatMap((id) => (answered[id] === undefined ? [] : [{ id, why: answered[id] }])),
  }
}

/** Reads the ids of an electronegativity report (`-o report.csv`) from its first column. */
export function readElectronegativity(csv: string): readonly Finding[] {
  const rows = csv.split('\n').slice(1)
  return rows.flatMap((row) =>
    /^[A-Z_]+_CHECK,/.test(row) ? [{ id: row.slice(0, row.indexOf(',')), what: row.slice(0, 300) }] : [],
  )
}

/** Checks that the built app keeps the rules of src/main/security.ts, by reading its files and by playing its page. */
export async function audit(extraFindings: readonly Finding[] = []): Promise<Audit> {
  const folder = await mkdtemp(join(tmpdir(), 'wisdeck-audit-'))
  try {
    const played = await runPlay<Readonly<Record<string, unknown>>>('play.ts', folder)
    const found = [...checkBehaviour(played), ...checkFiles(), ...checkPackaging(), ...extraFindings]
    return { ...splitFindings(found), fuses, csp: pagePolicy['Content-Security-Policy'] ?? '' }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
