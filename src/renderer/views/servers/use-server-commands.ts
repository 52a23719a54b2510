import { useRouter } from 'vue-router'
import type { ServerProfile } from '../../../shared/model/server.ts'
import { errorOf } from '../../api/client.ts'
import { useAnnounce } from '../../composables/announce.ts'
import { useErrorText } from '../../composables/error-text.ts'
import { saveFile } from '../../composables/save-file.ts'
import { useToasts } from '../../composables/toasts.ts'
import { useText } from '../../i18n/index.ts'
import { useDeskStore } from '../../stores/desk.ts'
import { useInventoryStore } from '../../stores/inventory.ts'
import { movedBeside } from './server-list.ts'

/** What can be done to servers without a dialog: each says how it went, and offers its inverse where there is one. */
export function useServerCommands() {
  const { t, tn, number } = useText()
  const desk = useDeskStore()
  const inventory = useInventoryStore()
  const toasts = useToasts()
  const announce = useAnnounce()
  const errorText = useErrorText()
  const router = useRouter()

  async function attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      const { what, remedy } = errorText(errorOf(thrown))
      toasts.show({ title: what, text: remedy, tone: 'danger' })
    }
  }

  async function reorder(ids: readonly string[]): Promise<void> {
    await desk.reorder([...ids])
  }

  return {
    attempt,

    /** Reads the named servers anew, or all; the rows fill in as each answers. */
    refresh: (serverIds?: readonly string[]) =>
      attempt(async () => {
        const { statuses } = await inventory.refresh(serverIds === undefined ? {} : { serverIds: [...serverIds] })
        const failed = statuses.filter((status) => status.ftp.error !== null || status.cron.error !== null).length
        const done = statuses.length - failed
        if (failed === 0) announce(tn('servers.done.refreshed', done))
        else
          announce(
            t('servers.done.refreshedSome', {
              n: number(done),
              total: number(statuses.length),
              failed: number(failed),
            }),
          )
      }),

    duplicate: (server: ServerProfile) =>
      attempt(async () => {
        const copy = await desk.duplicate(server.id)
        toasts.show({
          title: t('servers.done.duplicated', { name: copy.name }),
          tone: 'ok',
          action: { label: t('common.undo'), run: () => void attempt(() => desk.remove(copy.id)) },
        })
      }),

    setReadOnly: (server: ServerProfile, readOnly: boolean) =>
      attempt(async () => {
        await desk.edit(server.id, { readOnly })
        toasts.show({
          title: t(readOnly ? 'servers.done.readOnlyOn' : 'servers.done.readOnlyOff', { name: server.name }),
          tone: 'ok',
          action: {
            label: t('common.undo'),
            run: () => void attempt(() => desk.edit(server.id, { readOnly: !readOnly })),
          },
        })
      }),

    /**
     * Moves a server beside another in the user's own order. By pointer there is a toast with Undo; by keyboard the
     * place is read out.
     */
    move: (id: string, beside: string, place: 'before' | 'after', by: 'pointer' | 'keyboard') =>
      attempt(async () => {
        const before = desk.servers.map((server) => server.id)
        const after = movedBeside(before, id, beside, place)
        if (after === before) return
        await reorder(after)
        announce(
          t('servers.table.moved', {
            name: desk.byId.get(id)?.name ?? '',
            place: number(after.indexOf(id) + 1),
            total: number(after.length),
          }),
        )
        if (by === 'keyboard') return
        const undo = () => void attempt(() => reorder(before))
        toasts.show({ title: t('servers.table.movedToast'), action: { label: t('common.undo'), run: undo } })
      }),

    openRows: (view: 'ftp' | 'cron', id: string) => void router.push({ path: `/${view}`, query: { server: id } }),

    /** Saves the profiles of all servers as a file: text from core, without any secret. */
    exportAs: (format: 'csv' | 'json') =>
      attempt(async () => {
        const { fileName, text } = await desk.exportAs(format)
        saveFile({ fileName, text })
        toasts.show({ title: t('servers.exported', { name: fileName }), tone: 'ok' })
      }),
  }
}
