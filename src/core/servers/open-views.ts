import type { Handlers } from '../dispatch.ts'
import type { Connections } from './connections.ts'

/**
 * Which servers a person is looking at: as long as one is open, its budget keeps a reserve for the next click.
 * The page says which they are; it closes them all by naming none, and so does its end.
 */
export function createOpenViews(connections: Pick<Connections, 'budget' | 'server'>): {
  readonly handlers: Pick<Handlers, 'budget.openViews'>
  closeAll(): void
} {
  const open = new Map<string, () => void>()

  const begin = (id: string) => {
    let over = false
    let end = () => {}
    open.set(id, () => {
      over = true
      end()
    })
    connections.budget(id).then(
      (budget) => {
        if (!over) end = budget.openView()
      },
      // Without a token within reach there is no budget to keep a reserve in.
      () => {},
    )
  }
  const finish = (id: string) => {
    open.get(id)?.()
    open.delete(id)
  }
  const closeAll = () => [...open.keys()].forEach(finish)

  return {
    closeAll,
    handlers: {
      'budget.openViews': ({ serverIds }) => {
        for (const id of serverIds) connections.server(id)
        const wanted = new Set(serverIds)
        for (const id of open.keys()) if (!wanted.has(id)) finish(id)
        for (const id of wanted) if (!open.has(id)) begin(id)
        return {}
      },
    },
  }
}
