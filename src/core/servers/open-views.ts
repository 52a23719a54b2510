import type { Handlers } from '../dispatch.ts'
import type { Connections } from '../connections/connections.ts'

/** The servers that a person is looking at. */
interface OpenViews {
  readonly handlers: Pick<Handlers, 'budget.openViews'>
  /**
   * Handles a change of a server's address, trust or token, or its removal: closes its view, and if the page still
   * names the server, opens it in the budget that the server has now.
   */
  renew(id: string): void
  /** Handles that tokens may have become available: views without a budget look for one again. */
  tokensChanged(): void
  closeAll(): void
}

/**
 * Opens views in the budgets of the servers that a person is looking at. While a view of a server is open, its
 * budget keeps a reserve for the next click. The page names the servers. An empty list, or the end of the page,
 * closes all views.
 */
export function createOpenViews(connections: Pick<Connections, 'budget' | 'server'>): OpenViews {
  let wanted: ReadonlySet<string> = new Set()
  /** The views that have a budget or wait for one, each with the function that closes it. */
  const open = new Map<string, () => void>()

  const openView = (id: string) => {
    let closed = false
    let end = () => {}
    const close = () => {
      closed = true
      end()
    }
    open.set(id, close)
    connections.budget(id).then(
      (budget) => {
        if (!closed) end = budget.openView()
      },
      // Without an available token there is no budget yet in which to keep a reserve.
      () => {
        if (open.get(id) === close) open.delete(id)
      },
    )
  }
  const closeView = (id: string) => {
    open.get(id)?.()
    open.delete(id)
  }
  const openMissingViews = () => {
    for (const id of wanted) if (!open.has(id)) openView(id)
  }
  const setOpenViews = (ids: ReadonlySet<string>) => {
    wanted = ids
    for (const id of open.keys()) if (!wanted.has(id)) closeView(id)
    openMissingViews()
  }

  return {
    closeAll: () => setOpenViews(new Set()),
    tokensChanged: openMissingViews,
    renew(id) {
      closeView(id)
      if (wanted.has(id)) openView(id)
    },
    handlers: {
      'budget.openViews': ({ serverIds }) => {
        for (const id of serverIds) connections.server(id)
        setOpenViews(new Set(serverIds))
        return {}
      },
    },
  }
}
