import type { BridgeEvent, BridgeState, Transport } from './transport.ts'

/** A method and its input. */
type PrefetchedCall = readonly [method: string, input: object]

const nameOf = (method: string, input: unknown) => `${method} ${JSON.stringify(input)}`

/**
 * Opens a transport before the page's own code is loaded, and makes these calls as soon as core is connected. Events
 * that arrive meanwhile are kept for the page that opens the returned transport. The first such call of the page gets
 * the prefetched answer with its sequence number, by which a store knows the events that are newer.
 */
export function openPrefetch(transport: Transport, calls: readonly PrefetchedCall[]): Transport {
  const answers = new Map<string, ReturnType<Transport['call']>>()
  const pendingEvents: BridgeEvent[] = []
  let state: BridgeState = 'connecting'
  let report: Parameters<Transport['open']>[0] | null = null
  let isPrefetched = false

  const prefetch = () => {
    isPrefetched = true
    for (const [method, input] of calls) {
      const answer = transport.call(method, input)
      // The call that takes this answer gets the failure. Without this handler an answer that no call takes would be
      // an unhandled rejection.
      answer.catch(() => undefined)
      answers.set(nameOf(method, input), answer)
    }
  }
  transport.open({
    state(next) {
      state = next
      report?.state(next)
      if (next === 'ready' && !isPrefetched) prefetch()
    },
    event: (event) => (report === null ? void pendingEvents.push(event) : report.event(event)),
  })

  return {
    open(to) {
      const reported = state
      to.state(reported)
      // The page opens the transport and adds its listeners in the same task, so report in a microtask, after they
      // are added.
      queueMicrotask(() => {
        report = to
        if (state !== reported) to.state(state)
        for (const event of pendingEvents.splice(0)) to.event(event)
      })
    },
    call(method, input) {
      const answer = answers.get(nameOf(method, input))
      if (answer === undefined) return transport.call(method, input)
      answers.delete(nameOf(method, input))
      return answer
    },
    retry: () => transport.retry(),
  }
}
