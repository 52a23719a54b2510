import type { PlanItem, RowFacts } from '../../shared/model/plan.ts'
import type { RunItem } from '../../shared/model/run.ts'
import { useNow } from '../composables/now.ts'
import { clockTime } from '../composables/relative-time.ts'
import { useText } from '../i18n/index.ts'
import { useServersStore } from '../stores/servers.ts'
import { useActivityWords } from './use-activity-words.ts'

type ItemChange = Pick<PlanItem, 'op' | 'subject' | 'serverId' | 'after'> & {
  /** The name that the server had then. Without it, the name of today is used. */
  readonly serverName?: string | null
}

/** Returns functions that put the change of one row into words. */
export function useChangeWords() {
  const { t, list, locale } = useText()
  const serversStore = useServersStore()
  const { field } = useActivityWords()
  const now = useNow()

  const serverName = (serverId: string): string => serversStore.byId.get(serverId)?.name ?? serverId

  /** For example "disable lotus_deploy on web-12". */
  const what = ({ op, subject, serverId, after, serverName: then }: ItemChange): string => {
    const named = { name: subject, server: then ?? serverName(serverId) }
    if (op !== 'update') return t(`change.what.${op}`, named)
    const changed = Object.keys(after ?? {})
    if (changed.length === 1 && typeof after?.['enabled'] === 'boolean')
      return t(after['enabled'] ? 'change.what.enable' : 'change.what.disable', named)
    return t('change.what.update', { ...named, fields: list(changed.map(field)) })
  }

  /** What is known of a change that was sent and whose outcome is not known. */
  const notKnown = ({
    sentAtMs,
    notDoneAtMs,
    open,
    state,
  }: Pick<RunItem, 'sentAtMs' | 'notDoneAtMs' | 'open' | 'state'>): string => {
    const at = (ms: number) => clockTime(ms, now.value, locale.value)
    const sent = sentAtMs === null ? '' : t('change.open.sent', { sent: at(sentAtMs) })
    if (notDoneAtMs !== null) return [sent, t('change.open.notDone', { read: at(notDoneAtMs) })].join(' ')
    return [sent, t(open || state !== 'unknown' ? 'change.open.unread' : 'change.open.never')].join(' ')
  }

  /** The names of these fields, as a list. */
  const fields = (facts: RowFacts): string => list(Object.keys(facts).map(field))

  return { what, notKnown, serverName, fields }
}
