import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

let collect: (() => void) | undefined

/** Returns V8's garbage collector, even if the process was started without --expose-gc, as test runners are. */
function collector(): () => void {
  if (globalThis.gc) return globalThis.gc as () => void
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

/** The size of the heap after a full collection, in MB. */
export function heapMb(): number {
  collect ??= collector()
  collect()
  return process.memoryUsage().heapUsed / 1e6
}

const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

/** The factor and the MB by which the heap may be larger at the end and still count as flat. */
const slack = { factor: 1.15, mb: 8 }

/** Compares the medians of the first and the last third of the samples. */
export function compareHeap(samplesMb: readonly number[]): {
  readonly firstMb: number
  readonly lastMb: number
  readonly flat: boolean
} {
  const third = Math.max(1, Math.floor(samplesMb.length / 3))
  const firstMb = median(samplesMb.slice(0, third))
  const lastMb = median(samplesMb.slice(-third))
  return { firstMb, lastMb, flat: lastMb <= firstMb * slack.factor + slack.mb }
}

/** Returns the names that are in `after` and not in `before`, counting repeated names. */
export function added(before: readonly string[], after: readonly string[]): readonly string[] {
  const unmatched = [...before]
  return after.filter((name) => {
    const at = unmatched.indexOf(name)
    if (at >= 0) unmatched.splice(at, 1)
    return at < 0
  })
}

/** Records faults that no caller sees: unhandled rejections, uncaught errors and listeners that pile up. */
export function watchProcess(): { readonly found: readonly string[]; stop(): void } {
  const found: string[] = []
  const onRejection = (reason: unknown) => void found.push(`unhandled rejection: ${describe(reason)}`)
  const onException = (thrown: unknown) => void found.push(`uncaught exception: ${describe(thrown)}`)
  const onWarning = (warning: Error) => {
    if (warning.name === 'MaxListenersExceededWarning') found.push(describe(warning))
  }
  process.on('unhandledRejection', onRejection)
  process.on('uncaughtException', onException)
  process.on('warning', onWarning)
  return {
    found,
    stop() {
      process.off('unhandledRejection', onRejection)
      process.off('uncaughtException', onException)
      process.off('warning', onWarning)
    },
  }
}

const describe = (thrown: unknown) => (thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown))
