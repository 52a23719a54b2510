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
