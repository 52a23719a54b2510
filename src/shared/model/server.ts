import { z } from 'zod'
import type { Immutable } from '../immutable.ts'

export const environments = ['production', 'staging', 'development', 'none'] as const
const serverColours = ['none', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink'] as const

/** A TLS certificate as the screens show it. Fingerprints are SHA-256 in upper-case hex pairs with colons. */
export const certificateInfo = z.object({
  fingerprint256: z.string(),
  /** SHA-256 of the public key (SPKI). It stays the same if a certificate is renewed with the same key. */
  keyFingerprint256: z.string(),
  subject: z.string(),
  issuer: z.string(),
  validFromMs: z.number(),
  validToMs: z.number(),
  selfSigned: z.boolean(),
  /** True if the operating system's trust store accepts the certificate for this host. */
  systemTrusted: z.boolean(),
})
export type CertificateInfo = Immutable<z.infer<typeof certificateInfo>>

/** The certificate that the user has trusted for one server. */
export const pinInfo = certificateInfo.omit({ systemTrusted: true }).extend({ trustedAtMs: z.number() })
export type PinInfo = Immutable<z.infer<typeof pinInfo>>

const name = z.string().trim().min(1).max(100)
const tag = z.string().trim().min(1).max(40)

/** What a user can enter for a server, except its token. */
export const serverDraft = z.object({
  name,
  /** As typed: `1.2.3.4`, `panel.example.com:3082`, `https://…/api/v1/`. */
  url: z.string().max(2000),
  tags: z.array(tag).max(50).default([]),
  folder: z.string().trim().max(100).default(''),
  colour: z.enum(serverColours).default('none'),
  environment: z.enum(environments).default('none'),
  readOnly: z.boolean().default(false),
  notes: z.string().max(10_000).default(''),
  /** The IANA zone of the panel, or null to use the offset in its timestamps. */
  timeZone: z.string().max(100).nullable().default(null),
  /** The user has accepted that the token and all data are sent unencrypted. */
  allowHttp: z.boolean().default(false),
})
export type ServerDraft = Immutable<z.infer<typeof serverDraft>>

/** Every field is optional and none has a default. An absent field stays as it is. */
export const serverPatch = z
  .object({
    name,
    url: z.string().max(2000),
    tags: z.array(tag).max(50),
    folder: z.string().trim().max(100),
    colour: z.enum(serverColours),
    environment: z.enum(environments),
    readOnly: z.boolean(),
    notes: z.string().max(10_000),
    timeZone: z.string().max(100).nullable(),
    allowHttp: z.boolean(),
  })
  .partial()
export type ServerPatch = Immutable<z.infer<typeof serverPatch>>

/** One server of the fleet. `url` is the normalised base URL, such as `https://host:2083/api/v1`. */
export const serverProfile = serverDraft.extend({
  id: z.string(),
  position: z.number().int(),
  /** Whether the vault holds a token. The token itself never leaves core. */
  hasToken: z.boolean(),
  pin: pinInfo.nullable(),
  /** True for a stand-in panel of the demo fleet. It is removed with the demo fleet. */
  demo: z.boolean(),
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
})
export type ServerProfile = Immutable<z.infer<typeof serverProfile>>

/** How large a demo fleet is. The same seed gives the same fleet. */
export const demoSize = z.object({
  panels: z.number().int().min(1).max(500).default(12),
  accounts: z.number().int().min(0).max(5000).default(24),
  jobs: z.number().int().min(0).max(5000).default(10),
  seed: z.number().int().default(1),
})

/** One line of a CSV file of servers. */
export const serverCsvRow = z.object({
  line: z.number().int(),
  draft: serverDraft.nullable(),
  hasToken: z.boolean(),
  /** Column and reason codes. A row with problems is not imported. */
  problems: z.array(z.object({ column: z.string(), problem: z.string() })),
})

export type Environment = (typeof environments)[number]
export type ServerColour = (typeof serverColours)[number]
