import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { listedKind, listedKinds } from '../kinds/index.ts'
import { errorValue } from './inventory.ts'
import { certificateInfo } from './server.ts'

/**
 * The steps of a connection to a panel, in the order in which they are tested. The last ones read a list each and have
 * the name of its kind.
 */
export const diagnosisSteps = ['address', 'dns', 'port', 'tls', 'token', ...listedKinds] as const
export type DiagnosisStep = (typeof diagnosisSteps)[number]

const diagnosisStep = z.object({
  step: z.enum(diagnosisSteps),
  state: z.enum(['ok', 'failed', 'skipped']),
  tookMs: z.number().nullable(),
  error: errorValue.nullable(),
})

/** What would repair a failed test. */
export const fix = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('use-url'), url: z.string() }),
  z.object({ kind: z.literal('trust'), fingerprint256: z.string() }),
  z.object({ kind: z.literal('new-token') }),
  z.object({ kind: z.literal('widen-scope'), scope: z.string() }),
  z.object({ kind: z.literal('allow-address') }),
  z.object({ kind: z.literal('wait'), untilMs: z.number().nullable() }),
])
export type Fix = Immutable<z.infer<typeof fix>>

/** The result of "Test connection": each step, the certificate that the panel sent, and what to do. */
export const diagnosis = z.object({
  ok: z.boolean(),
  url: z.string(),
  steps: z.array(diagnosisStep),
  certificate: certificateInfo.nullable(),
  /** The certificate that was trusted before, if the panel now sends a different one. */
  previous: certificateInfo.omit({ systemTrusted: true }).nullable(),
  panel: z
    .object({ username: z.string().nullable(), role: z.string().nullable(), version: z.string().nullable() })
    .nullable(),
  /** How many rows the panel has of each kind whose list could be read. */
  totals: z.partialRecord(listedKind, z.number().int()),
  fix: fix.nullable(),
})
export type Diagnosis = Immutable<z.infer<typeof diagnosis>>
