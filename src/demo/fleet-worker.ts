import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { runFleetCli } from './fleet-cli.ts'
import type { DemoFleetOptions } from './fleet.ts'
import { serveFleet } from './fleet-messages.ts'

/**
 * An entry, in two ways: as a worker thread it serves a fleet with `workerData` as its options, so that the panels'
 * work never holds up the thread that asks them; as a command it runs a fleet until it is told to end.
 */
if (!isMainThread && parentPort) {
  void serveFleet(parentPort, workerData as DemoFleetOptions)
} else {
  runFleetCli(process.argv.slice(2)).catch((thrown: unknown) => {
    console.error(thrown instanceof Error ? thrown.message : thrown)
    process.exitCode = 1
  })
}
