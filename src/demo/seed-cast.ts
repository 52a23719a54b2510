/**
 * The agencies, hosts, networks and jobs of the seeded fleet. Addresses come from the documentation networks (RFC 5737,
 * RFC 3849), names from `.example` (RFC 2606).
 */

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

/** Networks that appear on many panels, so that a change of one affects the whole fleet. */
export const networks = {
  headOffice: '203.0.113.0/26',
  secondOffice: '198.51.100.16/28',
  vpn: '192.0.2.44',
  oldVpn: '192.0.2.45',
  headOfficeV6: '2001:db8:40::/48',
  partnerV6: '2001:db8:41:7::/64',
  buildHost: '203.0.113.200/32',
} as const

/** The allow lists from which each account gets one. Several are empty, because many accounts have no restriction. */
export const allowLists: readonly (readonly string[])[] = [
  [],
  [],
  [],
  [],
  [networks.headOffice],
  [networks.headOffice, networks.vpn],
  [networks.headOffice, networks.headOfficeV6],
  [networks.secondOffice],
  [networks.headOffice, networks.secondOffice, networks.oldVpn],
  [networks.buildHost],
  [networks.partnerV6],
]

export const accountRoles = [
  { name: 'deploy', quotaMb: 0, readOnly: false },
  { name: 'media', quotaMb: 20_480, readOnly: false },
  { name: 'backup', quotaMb: 102_400, readOnly: true },
  { name: 'design', quotaMb: 5120, readOnly: false },
  { name: 'partner-sync', quotaMb: 2048, readOnly: false },
  { name: 'photos', quotaMb: 10_240, readOnly: false },
  { name: 'invoices', quotaMb: 512, readOnly: true },
  { name: 'feed', quotaMb: 1024, readOnly: true },
  { name: 'ci', quotaMb: 0, readOnly: false },
  { name: 'scanner', quotaMb: 256, readOnly: false },
  { name: 'archive', quotaMb: 51_200, readOnly: true },
  { name: 'freelancer', quotaMb: 1024, readOnly: false },
] as const

/** The kinds of cron jobs. `{home}` is the owner's home directory, `{domain}` the domain of the job. */
export const jobKinds = [
  {
    name: 'laravel-scheduler',
    command: '/usr/bin/php {home}/web/{domain}/artisan schedule:run >> /dev/null 2>&1',
    exprs: ['* * * * *'],
  },
  {
    name: 'wp-cron',
    command: '/usr/bin/php {home}/web/{domain}/public_html/wp-cron.php',
    exprs: ['*/5 * * * *', '*/15 * * * *'],
  },
  {
    name: 'nightly-backup',
    command: '{home}/bin/backup.sh --target second-site --keep 14',
    exprs: ['30 3 * * *', '30 4 * * *', '0 2 * * *'],
  },
  {
    name: 'db-dump',
    command: '/usr/bin/mysqldump --single-transaction shop | gzip > {home}/backup/shop.sql.gz',
    exprs: ['15 1 * * *', '45 1 * * *'],
  },
  {
    name: 'certbot-renew',
    command: '/usr/bin/certbot renew --quiet --deploy-hook "systemctl reload nginx"',
    exprs: ['17 4,16 * * *'],
  },
  {
    name: 'magento-cron',
    command: '/usr/bin/php {home}/web/{domain}/bin/magento cron:run',
    exprs: ['* * * * *', '*/2 * * * *'],
  },
  {
    name: 'magento-reindex',
    command: '/usr/bin/php {home}/web/{domain}/bin/magento indexer:reindex',
    exprs: ['20 */6 * * *'],
  },
  {
    name: 'price-feed',
    command: '/usr/bin/python3 {home}/jobs/price_feed.py --shop {domain}',
    exprs: ['0 6-20/2 * * mon-fri'],
  },
  { name: 'log-rotate', command: '/usr/sbin/logrotate {home}/etc/logrotate.conf', exprs: ['5 0 * * *', '@daily'] },
  { name: 'sitemap', command: '/usr/bin/php {home}/web/{domain}/bin/sitemap.php', exprs: ['40 2 * * 0', '@weekly'] },
  {
    name: 'invoice-run',
    command: '/usr/bin/php {home}/web/{domain}/bin/invoices.php --month previous',
    exprs: ['0 7 1 * *'],
  },
  {
    name: 'cache-warm',
    command: '/usr/bin/curl -fsS https://{domain}/warm-cache',
    exprs: ['*/30 * * * *', '10 5 * * *'],
  },
  {
    name: 'rsync-media',
    command: '/usr/bin/rsync -a {home}/media/ media.second-site.example:/srv/media/',
    exprs: ['25 * * * *'],
  },
  {
    name: 'session-clean',
    command: '/usr/bin/find {home}/tmp -name "sess_*" -mmin +1440 -delete',
    exprs: ['12 3 * * *'],
  },
] as const
