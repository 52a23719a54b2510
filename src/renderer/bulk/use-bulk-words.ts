import type { PublicAction } from '../../shared/model/bulk-action.ts'
import type { PlanServer } from '../../shared/model/plan.ts'
import type { TypedConfirmation } from '../../shared/typed-confirmation.ts'
import type { Environment } from '../components/types.ts'
import { useDuration } from '../composables/duration.ts'
import { useText } from '../i18n/index.ts'
import { titleOf } from './title-of.ts'

/** Returns the strictest environment of the servers. A panel that concerns all of them takes its colour from it. */
export function strictestOf(servers: readonly Pick<PlanServer, 'environment'>[]): Environment {
  const order = ['production', 'staging', 'development'] as const
  return order.find((environment) => servers.some((server) => server.environment === environment)) ?? 'none'
}

/** Returns functions that put plans and runs into words. */
export function useBulkWords() {
  const { t, tn, number } = useText()
  const { exact: duration, about } = useDuration()

  /** For example "Add 198.51.100.24 to 340 accounts". */
  const title = (action: PublicAction, count: number): string => {
    const { key, what } = titleOf(action)
    const whatWords = () => {
      if (what === null) return ''
      if (what.say === 'entries') return tn('bulk.title.entries', what.count)
      if (what.say === 'megabytes') return t('bulk.title.megabytes', { n: number(what.count) })
      return what.say === 'minutes' ? duration(what.count * 60_000) : what.text
    }
    return tn(key, count, { what: whatWords() })
  }

  /** For example "22 servers, 14 of them production". */
  const servers = (list: readonly Pick<PlanServer, 'environment'>[]): string => {
    const production = list.filter(({ environment }) => environment === 'production').length
    const total = tn('count.servers', list.length)
    if (production === 0) return total
    return `${total}, ${production === list.length ? t('bulk.plan.productionOnly') : tn('bulk.plan.production', production)}`
  }

  /** What the user must type, in the language of the page: "delete 12". The name of an environment stays as it is. */
  const typed = ({ word, count }: TypedConfirmation): string => {
    const verb = word === 'production' ? word : t(`bulk.verb.${word}`)
    return count === null ? verb : `${verb} ${count}`
  }

  return { title, typed, servers, duration, about }
}
