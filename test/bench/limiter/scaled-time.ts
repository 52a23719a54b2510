/**
 * Time that runs faster for a whole process. Every limiter keeps the configuration it has in earnest, 60 requests in
 * 60,000 ms, and the clocks and timers under it are sped up instead: so nothing in it has to be adapted.
 */

/** A straight line from real to scaled time. Both processes of a run use the same one. */
export interface TimeScale {
  /** Scaled milliseconds in a real one. */
  readonly factor: number
  readonly startRealMs: number
  readonly startScaledMs: number
}

/** Taken before anything is replaced. */
const realSetTimeout = setTimeout

/** Real ms, with fractions, of the clock that all processes of a machine share and nobody sets. */
export function realTime(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

/** What a scaled clock shows now. */
export function scaledTime(scale: TimeScale): number {
  return scale.startScaledMs + (realTime() - scale.startRealMs) * scale.factor
}

/** Resolves after this many real milliseconds, whatever has been installed. */
export function realPause(ms: number): Promise<void> {
  return new Promise((resolve) => void realSetTimeout(resolve, ms))
}

/**
 * Replaces Date, performance.now, setTimeout and setInterval of this process. `current` may return another scale later,
 * so that one process can play several runs. Node's own sockets keep real time. A real timer has a grain of 1 ms:
 * delays are rounded up to it, so that no timer rings early.
 */
export function installScaledTime(current: () => TimeScale): void {
  const RealDate = Date
  const now = (): number => Math.floor(scaledTime(current()))
  const ScaledDate = new Proxy(RealDate, {
    construct: (target, args: unknown[]) => Reflect.construct(target, args.length === 0 ? [now()] : args) as Date,
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
  })
  const scaled =
    (timer: typeof setTimeout | typeof setInterval) =>
    (run: (...args: unknown[]) => void, delayMs = 0, ...args: unknown[]): unknown =>
      timer(run, Math.max(1, Math.ceil(delayMs / current().factor)), ...args)
  const replace = (owner: object, name: string, value: unknown): void =>
    void Object.defineProperty(owner, name, { value, configurable: true, writable: true })
  replace(globalThis, 'setTimeout', scaled(setTimeout))
  replace(globalThis, 'setInterval', scaled(setInterval))
  replace(globalThis, 'Date', ScaledDate)
  replace(performance, 'now', () => scaledTime(current()))
}
