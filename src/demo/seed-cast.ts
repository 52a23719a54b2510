/** The agencies and hosts of the seeded fleet. Names come from `.example` (RFC 2606). */

export interface Agency {
  /** Also the owner of accounts on its panels. */
  readonly key: string
  readonly folder: string
  readonly tag: string
  readonly utcOffsetMinutes: number
  readonly shops: readonly string[]
}

export const agencies: readonly Agency[] = [
  {
    key: 'lotus',
    folder: 'Lotus Digital',
    tag: 'agency',
    utcOffsetMinutes: 420,
    shops: ['teahouse', 'silkroad', 'pho-corner', 'bamboo-home', 'lantern'],
  },
  {
    key: 'harbor',
    folder: 'Harbor Studio',
    tag: 'agency',
    utcOffsetMinutes: 120,
    shops: ['fischmarkt', 'kontor', 'segelwerk', 'moin-shop', 'speicher'],
  },
  {
    key: 'kiln',
    folder: 'Kiln & Clay',
    tag: 'shop',
    utcOffsetMinutes: 0,
    shops: ['glaze', 'kiln-clay', 'stoneware', 'potters', 'slipcast'],
  },
  {
    key: 'meridian',
    folder: 'Meridian Retail',
    tag: 'shop',
    utcOffsetMinutes: -300,
    shops: ['outfitters', 'trailhead', 'campstove', 'ridge-trail', 'summit'],
  },
  {
    key: 'admin',
    folder: 'Own servers',
    tag: 'internal',
    utcOffsetMinutes: 60,
    shops: ['intranet', 'docs', 'status', 'wiki', 'metrics'],
  },
]

/** The kinds of hosts: the start of the name, the tags and the environment. */
export const hostKinds = [
  { prefix: 'web', tags: ['web'], environment: 'production' },
  { prefix: 'shop', tags: ['shop', 'pci'], environment: 'production' },
  { prefix: 'web', tags: ['web', 'eu'], environment: 'production' },
  { prefix: 'stage', tags: ['web'], environment: 'staging' },
  { prefix: 'db', tags: ['database'], environment: 'production' },
  { prefix: 'dev', tags: ['sandbox'], environment: 'development' },
  { prefix: 'media', tags: ['cdn'], environment: 'production' },
  { prefix: 'legacy', tags: ['legacy'], environment: 'none' },
] as const

export const notes = [
  '',
  '',
  '',
  'Maintenance window Sundays 02:00–04:00 local time.',
  'Moves to the new rack next quarter; no new accounts here.',
  'Client has their own deploy key; call before changing FTP.',
  'Certificate renewal is done by hand.',
  'Backups go to the second site at 04:30.',
]
