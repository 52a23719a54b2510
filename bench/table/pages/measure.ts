import type { Contestant } from './contestant.ts'

/** Runs in the page. Resolves when the frame that shows the change has been painted. */
function painted(): Promise<void> {
  return new Promise((done) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => done()
      port2.postMessage(null)
    })
  })
}

/** Returns the time from the action to the paint that shows it, in ms. */
export async function timed(action: () => void | Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await action()
  await painted()
  return performance.now() - startedAt
}

/** Resolves when the page has been idle for a while, as between two actions of a user. */
export async function waitUntilIdle(): Promise<void> {
  const idle = () => new Promise<void>((done) => requestIdleCallback(() => done(), { timeout: 5000 }))
  for (let round = 0; round < 5; round += 1) {
    await new Promise((done) => setTimeout(done, 60))
    await idle()
  }
}

export async function mount(grid: Contestant, rows: number): Promise<number> {
  await grid.prepare(rows)
  await waitUntilIdle()
  return timed(() => grid.mount(document.querySelector<HTMLElement>('#app') as HTMLElement))
}

/** Measures the times of frames in which the rows have moved, in ms, until `stop`. */
export function watchFrames(grid: Contestant): { stop(): readonly number[] } {
  const times: number[] = []
  let isOn = true
  let lastAt = performance.now()
  let top = grid.scroller().scrollTop
  const checkFrame = () => {
    const now = performance.now()
    const { scrollTop } = grid.scroller()
    if (scrollTop !== top) times.push(now - lastAt)
    lastAt = now
    top = scrollTop
    if (isOn) requestAnimationFrame(checkFrame)
  }
  requestAnimationFrame(checkFrame)
  return {
    stop() {
      isOn = false
      return times
    },
  }
}
