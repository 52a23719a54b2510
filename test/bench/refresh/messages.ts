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

/** Highest resident set of this process so far, in MB. */
export const peakRssMb = (): number => process.resourceUsage().maxRSS / 1024

/** Runs the work and says what it cost this process. */
export async function lap(work: () => Promise<number>): Promise<Lap> {
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  const bytes = await work()
  const wallMs = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpu)
  return { wallMs, cpuMs: (user + system) / 1000, rssMb: peakRssMb(), bytes }
}
