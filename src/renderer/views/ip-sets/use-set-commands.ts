import { shortCidr } from '../../../shared/ip/index.ts'
import type { IpSet, IpSetDraft } from '../../../shared/model/ip-sets.ts'
import { writeClipboard } from '../../composables/write-clipboard.ts'
import { useToasts } from '../../composables/toasts.ts'
import { useUndo } from '../../composables/undo.ts'
import { useText } from '../../i18n/index.ts'
import { useIpSetsStore } from '../../stores/ip-sets.ts'

const draftOf = ({ name, note, text }: IpSet): IpSetDraft => ({ name, note, text })

/** Commands on IP sets. Each shows a toast, with Undo for a change. */
export function useSetCommands() {
  const { t, tn } = useText()
  const ipSets = useIpSetsStore()
  const toasts = useToasts()
  const { done, failed } = useUndo()
  const restore = (set: IpSet) => ipSets.save(draftOf(set), set.id)

  return {
    /** Throws core's error, which the form shows. */
    async create(draft: IpSetDraft): Promise<IpSet> {
      const saved = await ipSets.save(draft)
      done({
        title: t('ipSets.done.created', { name: saved.name }),
        undo: () => ipSets.remove(saved.id),
        undone: t('ipSets.done.gone', { name: saved.name }),
      })
      return saved
    },
    /** Throws core's error. */
    async change(set: IpSet, draft: IpSetDraft): Promise<IpSet> {
      const saved = await ipSets.save(draft, set.id)
      const isOnlyRenamed = saved.text === set.text && saved.note === set.note
      const title = t(isOnlyRenamed ? 'ipSets.done.renamed' : 'ipSets.done.saved', { name: saved.name })
      done({ title, undo: () => restore(set), undone: t('common.asBefore', { name: set.name }) })
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
        done({
          title: t('ipSets.done.removed', { name: set.name }),
          ...text,
          undo: () => restore(set),
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
