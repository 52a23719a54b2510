import { useRouter } from 'vue-router'
import type { ListedKind } from '../../../shared/kinds/index.ts'
import type { ServerProfile } from '../../../shared/model/server.ts'
import { errorOf } from '../../api/client.ts'
import type { RowMove } from '../../components/grid-moves.ts'
import { useAnnounce } from '../../composables/announce.ts'
import { useErrorText } from '../../composables/error-text.ts'
import { saveFile } from '../../composables/save-file.ts'
import { useToasts } from '../../composables/toasts.ts'
import { useUndo } from '../../composables/undo.ts'
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
  const { done } = useUndo()
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
      await done({ title: t('servers.table.movedToast'), made: { action: 'servers.reorder' } })
    })
}

/** Commands on servers that need no dialog. A failure is shown as a toast. */
export function useServerCommands() {
  const { t, tn, number } = useText()
  const serversStore = useServersStore()
  const inventory = useInventoryStore()
  const toasts = useToasts()
  const { done } = useUndo()
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

  return {
    attempt,

    /** Reads the given servers again, or all of them. Rows fill in as each server answers. */
    refresh: (serverIds?: readonly string[]) =>
      attempt(async () => {
        const { statuses } = await inventory.refresh(serverIds === undefined ? {} : { serverIds: [...serverIds] })
        const failed = statuses.filter((status) =>
          Object.values(status.kinds).some(({ error }) => error !== null),
        ).length
        const read = statuses.length - failed
        const named = { n: number(read), total: number(statuses.length), failed: number(failed) }
        announce(failed === 0 ? tn('count.serversRead', read) : t('servers.done.refreshedSome', named))
      }),

    duplicate: (server: ServerProfile) =>
      attempt(async () => {
        const copy = await serversStore.duplicate(server.id)
        await done({
          title: t('servers.done.duplicated', { name: copy.name }),
          made: { action: 'servers.duplicate', subject: copy.name },
        })
      }),

    setReadOnly: (server: ServerProfile, readOnly: boolean) =>
      attempt(async () => {
        await serversStore.edit(server.id, { readOnly })
        const title = t(readOnly ? 'servers.done.readOnlyOn' : 'servers.done.readOnlyOff', { name: server.name })
        await done({
          title,
          made: { action: 'servers.edit', subject: server.name },
          undone: t('common.asBefore', { name: server.name }),
        })
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
