import { Worker } from 'node:worker_threads'
import type { DemoFleet, DemoFleetOptions, DemoPanel } from '../core/ports.ts'
import type { FleetReport } from '../demo/fleet-messages.ts'

/** Long enough for 500 panels with a key pair each on a slow machine. */
const startLimitMs = 120_000
const stopLimitMs = 5_000

/** Resolves with the panels. Rejects with what the worker reports or throws, or if it ends or takes too long. */
function waitForPanels(worker: Worker): Promise<readonly DemoPanel[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The demo fleet did not start in time')), startLimitMs)
    const finishWait = (run: () => void) => {
      clearTimeout(timer)
      run()
    }
    worker.on('message', (report: FleetReport) => {
      if (report.type === 'ready') finishWait(() => resolve(report.panels))
      if (report.type === 'failed') finishWait(() => reject(new Error(report.message)))
    })
    worker.once('error', (error) => finishWait(() => reject(error)))
    worker.once('exit', (code) => finishWait(() => reject(new Error(`The demo fleet ended with code ${code}`))))
  })
}

/** Asks the worker to close its panels, and terminates it if it does not end in time. */
async function stopWorker(worker: Worker): Promise<void> {
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  const timer = setTimeout(() => void worker.terminate(), stopLimitMs)
  worker.postMessage({ type: 'stop' })
  await ended
  clearTimeout(timer)
}

/**
 * Runs the stand-in panels in a thread of their own, so that they take no time from the thread that talks to them.
 * `workerFile` is the fleet worker, built or as source. `start` stops a running fleet first. `stop` without a fleet
 * does nothing.
 */
export function createWorkerFleet(workerFile: string): DemoFleet {
  let running: Worker | null = null
  const stop = async () => {
    const worker = running
    running = null
    if (worker !== null) await stopWorker(worker)
  }
  const start = async (options: DemoFleetOptions) => {
    await stop()
    const worker = new Worker(workerFile, { workerData: options, name: 'demo-fleet' })
    running = worker
    // A fleet that ended by itself is not running any more, so stop() must not wait for it.
    worker.once('exit', () => {
      if (running === worker) running = null
    })
    try {
      return await waitForPanels(worker)
    } catch (thrown) {
      if (running === worker) running = null
      await worker.terminate()
      throw thrown
    }
  }
  return { start, stop }
}
