import type { DataCounts } from '../../../../shared/model/data.ts'
import { useText } from '../../../i18n/index.ts'

const counted = ['servers', 'tokens', 'notes', 'views', 'ipSets', 'plans', 'activity', 'runs'] as const

/** Puts what an export contains into words. Empty parts are not named. */
export function useDataWords() {
  const { t, tn, list } = useText()
  return {
    contentText(counts: DataCounts): string {
      const parts = counted.flatMap((name) => (counts[name] > 0 ? [tn(`data.part.${name}`, counts[name])] : []))
      const allParts = counts.settings ? [...parts, t('data.part.settings')] : parts
      return allParts.length > 0 ? list(allParts) : t('data.part.nothing')
    },
  }
}
