import { useRouter } from 'vue-router'
import type { ListedKind } from '../../../shared/kinds/index.ts'
import type { ServerProfile } from '../../../shared/model/server.ts'
import { errorOf } from '../../api/client.ts'
import type { RowMove } from '../../components/grid-moves.ts'
import { useAnnounce } from '../../composables/announce.ts'
import { useErrorText } from '../../composables/error-text.ts'
import { saveFile } from '../../composables/save-file.ts'
import { useToasts } from '../../composables/toasts.ts'
import { useText } from '../../i18n/index.ts'
import { useServersStore } from '../../stores/servers.ts'
import { useInventoryStore } from '../../stores/inventory.ts'
import { movedNextTo } from './server-order.ts'

type Attempt = (work: () => Promise<unknown>) => Promise<void>

/**
 * Returns a function that moves a server beside another in the user's own order. The new position is announced. A
 * move by pointer also shows a toast with Undo.
 */
function useMove(attempt: Attempt) {
  const { t, number } = useText()
  const serversStore = useServersStore()
  const toasts = useToasts()
  const announce = useAnnounce()

  return ({ key: id, neighbour, side, by }: RowMove) =>
    attempt(async () => {
      const before = serversStore.servers.map((server) => server.id)
      const after = movedNextTo(before, id, neighbour, side)
      if (after === before) return
      await serversStore.reorder(after)
      announce(
        t('servers.table.moved', {
          name: serversStore.byId.get(id)?.name ?? '',
          place: number(after.indexOf(id) + 1),
          total: number(after.length),
        }),
      )
      if (by === 'keyboard') return
      const undo = () => void attempt(() => serversStore.reorder(before))
      toasts.show({ title: t('servers.table.movedToast'), action: { label: t('action.undo'), run: undo } })
    })
}

/** Commands on servers that need no dialog. A failure is shown as a toast. */
export function useServerCommands() {
  const { t, tn, number } = useText()
  const serversStore = useServersStore()
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

  const reportDone = (title: string, undo: () => Promise<unknown>) =>
    toasts.show({ title, tone: 'ok', action: { label: t('action.undo'), run: () => void attempt(undo) } })

  return {
    attempt,

    /** Reads the given servers again, or all of them. Rows fill in as each server answers. */
    refresh: (serverIds?: readonly string[]) =>
      attempt(async () => {
        const { statuses } = await inventory.refresh(serverIds === undefined ? {} : { serverIds: [...serverIds] })
        const failed = statuses.filter((status) =>
          Object.values(status.kinds).some(({ error }) => error !== null),
        ).length
        const done = statuses.length - failed
        const named = { n: number(done), total: number(statuses.length), failed: number(failed) }
        announce(failed === 0 ? tn('count.serversRead', done) : t('servers.done.refreshedSome', named))
      }),

    duplicate: (server: ServerProfile) =>
      attempt(async () => {
        const copy = await serversStore.duplicate(server.id)
        reportDone(t('servers.done.duplicated', { name: copy.name }), () => serversStore.remove(copy.id))
      }),

    setReadOnly: (server: ServerProfile, readOnly: boolean) =>
      attempt(async () => {
        await serversStore.edit(server.id, { readOnly })
        const title = t(readOnly ? 'servers.done.readOnlyOn' : 'servers.done.readOnlyOff', { name: server.name })
        reportDone(title, () => serversStore.edit(server.id, { readOnly: !readOnly }))
      }),

    move: useMove(attempt),

    openRows: (kind: ListedKind, id: string) => void router.push({ path: `/${kind}`, query: { server: id } }),

    /** Saves the profiles of all servers but those of the demo fleet as a file. Core writes it, without secrets. */
    exportAs: (format: 'csv' | 'json') =>
      attempt(async () => {
        const { fileName, text } = await serversStore.exportAs(format)
        saveFile({ fileName, text })
        toasts.show({ title: t('servers.exported', { name: fileName }), tone: 'ok' })
      }),
  }
}
