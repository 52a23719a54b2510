import type { BridgeEvent, BridgeState, Transport } from './transport.ts'

/**
 * Opens a transport before the page's own code is loaded, and calls `methods`, each with an empty input, as soon as
 * core is connected. Events that arrive meanwhile are kept for the page that opens the returned transport. The first
 * call of such a method with an empty input gets the prefetched answer. This answer can be older than an event that was
 * received, so code that reads a list must apply the events over the list.
 */
export function openPrefetch(transport: Transport, methods: readonly string[]): Transport {
  const answers = new Map<string, ReturnType<Transport['call']>>()
  const pendingEvents: BridgeEvent[] = []
  let state: BridgeState = 'connecting'
  let report: Parameters<Transport['open']>[0] | null = null
  let isPrefetched = false

  const callMethods = () => {
    isPrefetched = true
    for (const method of methods) {
      const answer = transport.call(method, {})
      // The call that takes this answer gets the failure. Without this handler an answer that no call takes would be
      // an unhandled rejection.
      answer.catch(() => undefined)
      answers.set(method, answer)
    }
  }
  transport.open({
    state(next) {
      state = next
      report?.state(next)
      if (next === 'ready' && !isPrefetched) callMethods()
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
      const answer = answers.get(method)
      if (answer === undefined || JSON.stringify(input) !== '{}') return transport.call(method, input)
      answers.delete(method)
      return answer
    },
    retry: () => transport.retry(),
  }
}
