import type { BridgeEvent, BridgeState, Transport } from './transport.ts'

/**
 * Opens a line before the page's own code is here, and asks for `methods` (each with an empty input) as soon as core
 * hears us. What the line reports meanwhile is kept and told to whoever opens it; each of those answers goes to the
 * first call that asks for it. They may be older than an event that is told: who reads a list puts what arrived over
 * it.
 */
export function openPrefetch(transport: Transport, methods: readonly string[]): Transport {
  const answers = new Map<string, ReturnType<Transport['call']>>()
  const kept: BridgeEvent[] = []
  let state: BridgeState = 'connecting'
  let report: Parameters<Transport['open']>[0] | null = null
  let asked = false

  const ask = () => {
    asked = true
    for (const method of methods) {
      const answer = transport.call(method, {})
      // Whoever takes it hears of a failure; an answer that nobody takes must not break the page.
      answer.catch(() => undefined)
      answers.set(method, answer)
    }
  }
  transport.open({
    state(next) {
      state = next
      report?.state(next)
      if (next === 'ready' && !asked) ask()
    },
    event: (event) => (report === null ? void kept.push(event) : report.event(event)),
  })

  return {
    open(to) {
      const reported = state
      to.state(reported)
      // The page that opens the line is built in this turn: its listeners stand after it.
      queueMicrotask(() => {
        report = to
        if (state !== reported) to.state(state)
        for (const event of kept.splice(0)) to.event(event)
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
