/** One panel with what both contestants need. */
export interface BenchPanel {
  readonly name: string
  readonly url: string
  readonly token: string
  readonly fingerprint256: string
  readonly certificatePem: string
}

/** The cost of one refresh of the fleet. Times are in ms. `cpuMs` is user and system time of the contestant alone. */
export interface Lap {
  readonly wallMs: number
  readonly cpuMs: number
  readonly rssMb: number
  readonly bytes: number
}

/** What the page measured of a refresh. Times are in milliseconds from the click. */
export interface PageLap {
  /** Until the call was answered and both lists of every server had arrived. */
  readonly wallMs: number
  readonly firstRowsMs: number
  readonly lastRowsMs: number
  readonly bytes: number
}

/** The URL and the key with which a page reaches core. */
export interface PageAccess {
  readonly url: string
  readonly key: string
}

/** Returns the highest resident set of this process so far, in MB. */
export const peakRssMb = (): number => process.resourceUsage().maxRSS / 1024

/** Starts counting the processor time of this process. The returned function tells the milliseconds used since. */
export function cpuMeter(): () => number {
  const startUsage = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(startUsage)
    return (user + system) / 1000
  }
}

/** Runs the work and returns what it cost this process. */
export async function measureLap(work: () => Promise<number>): Promise<Lap> {
  const cpuMs = cpuMeter()
  const startedAt = performance.now()
  const bytes = await work()
  return { wallMs: performance.now() - startedAt, cpuMs: cpuMs(), rssMb: peakRssMb(), bytes }
}

/** Returns the next message of the parent process. */
export function nextMessage<T>(): Promise<T> {
  return new Promise((resolve) => process.once('message', (message) => resolve(message as T)))
}
