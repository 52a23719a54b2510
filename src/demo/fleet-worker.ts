import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { runFleetCli } from './fleet-cli.ts'
import type { DemoFleetOptions } from './fleet.ts'
import { serveFleet } from './fleet-messages.ts'

/**
 * This file can be started in two ways. As a worker thread it serves a fleet with `workerData` as its options, so that
 * the work of the panels never blocks the thread that sends them requests. As a command it runs a fleet until it gets
 * SIGTERM or SIGINT.
 */
if (!isMainThread && parentPort) {
  void serveFleet(parentPort, workerData as DemoFleetOptions)
} else {
  runFleetCli(process.argv.slice(2)).catch((thrown: unknown) => {
    console.error(thrown instanceof Error ? thrown.message : thrown)
    process.exitCode = 1
  })
}
