import { computed } from 'vue'
import { useText } from '../../i18n/index.ts'
import { useIpSetsStore } from '../../stores/ip-sets.ts'
import { useServersStore } from '../../stores/servers.ts'
import type { RowTable, RowTableParts } from '../kind.ts'
import type { FtpRow } from './account-rows.ts'
import { accountTermWords } from './account-terms.ts'
import AccountGrid from './AccountGrid.vue'
import AccountPanel from './AccountPanel.vue'
import { ftpColumns, ftpCopyColumns } from './ftp-columns.ts'
import { ftpFields, ftpGuide } from './ftp-filter.ts'
import { ftpGroups } from './ftp-groups.ts'
import { useAccountCommands } from './use-account-commands.ts'
import { useAccountWords } from './use-account-words.ts'

function useParts(): RowTableParts<FtpRow> {
  const { t, locale } = useText()
  const ipSets = useIpSetsStore()
  const words = useAccountWords()
  const fields = computed(() => ftpFields(ipSets.sets))
  return {
    columns: ftpColumns(words),
    copyColumns: ftpCopyColumns(words, t),
    groupKeys: ftpGroups(words, t, locale.value),
    // A change of the IP sets changes what `set:` matches.
    fields: () => fields.value,
    guide: ftpGuide(useServersStore(), () => ipSets.sets),
    termWords: (term) => accountTermWords(term, t),
  }
}

/** The table of FTP accounts. */
export const accountTable: RowTable<FtpRow> = {
  sortedBy: 'account',
  grid: AccountGrid,
  panel: AccountPanel,
  useParts,
  useCommands: useAccountCommands,
}
