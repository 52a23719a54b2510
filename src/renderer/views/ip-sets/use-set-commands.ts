import { shortCidr } from '../../../shared/ip/index.ts'
import type { IpSet, IpSetDraft } from '../../../shared/model/ip-sets.ts'
import { writeClipboard } from '../../composables/write-clipboard.ts'
import { useToasts } from '../../composables/toasts.ts'
import { useUndo } from '../../composables/undo.ts'
import { useText } from '../../i18n/index.ts'
import { useIpSetsStore } from '../../stores/ip-sets.ts'

/** Commands on IP sets. Each shows a toast, with Undo for a change. */
export function useSetCommands() {
  const { t, tn } = useText()
  const ipSets = useIpSetsStore()
  const toasts = useToasts()
  const { done, failed } = useUndo()

  return {
    /** Throws core's error, which the form shows. */
    async create(draft: IpSetDraft): Promise<IpSet> {
      const saved = await ipSets.save(draft)
      void done({
        title: t('ipSets.done.created', { name: saved.name }),
        made: { action: 'ipSets.save', subject: saved.name },
        undone: t('ipSets.done.gone', { name: saved.name }),
      })
      return saved
    },
    /** Throws core's error. */
    async change(set: IpSet, draft: IpSetDraft): Promise<IpSet> {
      const saved = await ipSets.save(draft, set.id)
      const isOnlyRenamed = saved.text === set.text && saved.note === set.note
      const title = t(isOnlyRenamed ? 'ipSets.done.renamed' : 'ipSets.done.saved', { name: saved.name })
      void done({
        title,
        made: { action: 'ipSets.save', subject: saved.name },
        undone: t('common.asBefore', { name: set.name }),
      })
      return saved
    },
    /**
     * Deletes a set. `users` is the number of accounts that use it; they keep their lists. Reports a failure itself;
     * resolves to true on success.
     */
    async remove(set: IpSet, users: number): Promise<boolean> {
      try {
        await ipSets.remove(set.id)
        const text = users > 0 ? { text: tn('ipSets.done.staysText', users) } : {}
        void done({
          title: t('ipSets.done.removed', { name: set.name }),
          ...text,
          made: { action: 'ipSets.remove', subject: set.name },
          undone: t('ipSets.done.back', { name: set.name }),
        })
        return true
      } catch (thrown) {
        failed(thrown, set.name)
        return false
      }
    },
    async copy(set: IpSet): Promise<void> {
      const copied = await writeClipboard(set.networks.map(shortCidr).join('\n'))
      toasts.show({
        title: copied ? t('ipSets.panel.copied', { name: set.name }) : t('common.copyFailed'),
        tone: copied ? 'ok' : 'danger',
        durationMs: 4000,
      })
    },
  }
}
