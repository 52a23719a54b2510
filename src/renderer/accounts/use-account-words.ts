import { computed } from 'vue'
import { shortCidr } from '../../shared/ip/index.ts'
import { twoClocks } from '../composables/server-time.ts'
import { useText } from '../i18n/index.ts'
import type { FtpRow } from '../stores/rows.ts'

/**
 * Returns functions that put the fields of an account into words. The table, the side panel, the dialogs and copying
 * all use them.
 */
export function useAccountWords() {
  const { t, locale } = useText()
  // Looked up once and not once per row, because a filter reads these words for every account.
  const said = computed(() => ({
    unread: t('state.unread'),
    open: t('state.unrestricted'),
    enabled: t('state.enabled'),
    disabled: t('state.disabled'),
    readOnly: t('state.readOnly'),
    readWrite: t('state.readWrite'),
  }))
  const megabytes = new Intl.NumberFormat(locale.value, { style: 'unit', unit: 'megabyte', unitDisplay: 'short' })
  return {
    quota: (quotaMb: number): string => (quotaMb === 0 ? t('state.noLimit') : megabytes.format(quotaMb)),
    /** An empty list and a list that was not read have different words everywhere. */
    ips: (list: readonly string[] | null): string =>
      list === null ? said.value.unread : list.length === 0 ? said.value.open : list.map(shortCidr).join(', '),
    state: (enabled: boolean): string => (enabled ? said.value.enabled : said.value.disabled),
    access: (readOnly: boolean): string => (readOnly ? said.value.readOnly : said.value.readWrite),
    /** A time on the server's clock and on this machine's clock; empty for never. */
    clocks: (at: string | null, row: Pick<FtpRow, 'server'>): string => {
      const both = twoClocks(at, row.server.timeZone, locale.value)
      if (both === null) return ''
      return both.server === null
        ? t('common.hereTime', { own: both.own })
        : t('ftp.cell.twoClocks', { server: both.server, own: both.own })
    },
  }
}
