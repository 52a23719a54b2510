/** One panel as both contestants need it. */
export interface BenchPanel {
  readonly name: string
  readonly url: string
  readonly token: string
  readonly fingerprint256: string
  readonly certificatePem: string
}

/** What one refresh of the whole fleet cost. Times in milliseconds, `cpuMs` user and system of the contestant alone. */
export interface Lap {
  readonly wallMs: number
  readonly cpuMs: number
  readonly rssMb: number
  readonly bytes: number
}

/** What the page saw of a refresh. Times in milliseconds from the click. */
export interface PageLap {
  /** Until the call was answered and both lists of every server had come. */
  readonly wallMs: number
  readonly firstRowsMs: number
  readonly lastRowsMs: number
  readonly bytes: number
}

/** Where a page finds core. */
export interface PageDoor {
  readonly url: string
  readonly key: string
}

/** Highest resident set of this process so far, in MB. */
export const peakRssMb = (): number => process.resourceUsage().maxRSS / 1024

/**
 * Starts counting processor time of this process; the function returned says how many milliseconds it has had since.
 */
export function cpuMeter(): () => number {
  const begun = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(begun)
    return (user + system) / 1000
  }
}

/** Runs the work and says what it cost this process. */
export async function lap(work: () => Promise<number>): Promise<Lap> {
  const cpuMs = cpuMeter()
  const startedAt = performance.now()
  const bytes = await work()
  return { wallMs: performance.now() - startedAt, cpuMs: cpuMs(), rssMb: peakRssMb(), bytes }
}

/** The next message of the parent process. */
export function told<T>(): Promise<T> {
  return new Promise((resolve) => process.once('message', (message) => resolve(message as T)))
}
