import { computed } from 'vue'
import { shortCidr } from '../../../shared/ip/index.ts'
import { twoClocks } from '../../composables/server-time.ts'
import { useText } from '../../i18n/index.ts'
import type { FtpRow } from './account-rows.ts'

/** Returns functions that put an account's fields into words, for the table, the side panel, dialogs and copying. */
export function useAccountWords() {
  const { t, locale } = useText()
  // Looked up once and not once per row, because a filter reads these words for every account.
  const labels = computed(() => ({
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
      list === null ? labels.value.unread : list.length === 0 ? labels.value.open : list.map(shortCidr).join(', '),
    state: (enabled: boolean): string => (enabled ? labels.value.enabled : labels.value.disabled),
    access: (readOnly: boolean): string => (readOnly ? labels.value.readOnly : labels.value.readWrite),
    /** A time on the server's clock, if that is known, and on this machine's clock; empty for never. */
    clocks: (at: string | null, row: Pick<FtpRow, 'server'>): string => {
      const both = twoClocks(at, row.server.timeZone, locale.value)
      if (both === null) return ''
      return both.server === null
        ? t('common.hereTime', { own: both.own })
        : t('ftp.cell.twoClocks', { server: both.server, own: both.own })
    },
  }
}
