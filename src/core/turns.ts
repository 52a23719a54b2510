/** Runs a piece of work when those before it have ended, however they ended. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>

/** One queue: pieces of work run one after the other. */
export function createTurns(): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }
}

export type InKeyedTurn = <T>(key: string, work: () => Promise<T>) => Promise<T>

/** One queue a key: work under different keys runs side by side. A key costs nothing once its queue is empty. */
export function createKeyedTurns(): InKeyedTurn {
  const queues = new Map<string, { readonly inTurn: InTurn; waiting: number }>()
  return async (key, work) => {
    const queue = queues.get(key) ?? { inTurn: createTurns(), waiting: 0 }
    queues.set(key, queue)
    queue.waiting += 1
    try {
      return await queue.inTurn(work)
    } finally {
      queue.waiting -= 1
      if (queue.waiting === 0) queues.delete(key)
    }
  }
}
