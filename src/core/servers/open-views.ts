import type { Handlers } from '../dispatch.ts'
import type { Connections } from './connections.ts'

/** Which servers a person is looking at. */
export interface OpenViews {
  readonly handlers: Pick<Handlers, 'budget.openViews'>
  /** This server's address, trust or token is another: its view begins anew, in the budget it has now. */
  renew(id: string): void
  /** Tokens may have come within reach: views that found no budget look for one again. */
  tokensChanged(): void
  closeAll(): void
}

/**
 * As long as a view of a server is open, its budget keeps a reserve for the next click. The page says which views those
 * are; it closes them all by naming none, and so does its end.
 */
export function createOpenViews(connections: Pick<Connections, 'budget' | 'server'>): OpenViews {
  let wanted: ReadonlySet<string> = new Set()
  /** Those that have a budget or wait for one, with what ends each. */
  const open = new Map<string, () => void>()

  const begin = (id: string) => {
    let over = false
    let end = () => {}
    const close = () => {
      over = true
      end()
    }
    open.set(id, close)
    connections.budget(id).then(
      (budget) => {
        if (!over) end = budget.openView()
      },
      // Without a token within reach there is no budget to keep a reserve in, yet.
      () => {
        if (open.get(id) === close) open.delete(id)
      },
    )
  }
  const finish = (id: string) => {
    open.get(id)?.()
    open.delete(id)
  }
  const beginMissing = () => {
    for (const id of wanted) if (!open.has(id)) begin(id)
  }
  const want = (ids: ReadonlySet<string>) => {
    wanted = ids
    for (const id of open.keys()) if (!wanted.has(id)) finish(id)
    beginMissing()
  }

  return {
    closeAll: () => want(new Set()),
    tokensChanged: beginMissing,
    renew(id) {
      finish(id)
      if (wanted.has(id)) begin(id)
    },
    handlers: {
      'budget.openViews': ({ serverIds }) => {
        for (const id of serverIds) connections.server(id)
        want(new Set(serverIds))
        return {}
      },
    },
  }
}
