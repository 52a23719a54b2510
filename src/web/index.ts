import { parseArgs } from 'node:util'
import { createApp, type App } from '../core/app.ts'
import { AppError } from '../shared/errors.ts'
import { startDemo } from '../shell/demo.ts'
import { readShellOptions, shellFlags, wholeNumber, type ShellOptions } from '../shell/options.ts'
import { pathsFrom } from '../shell/paths.ts'
import { createPorts } from '../shell/ports.ts'
import { readFleetOnce } from './once.ts'
import { openWindow } from './open-window.ts'
import { writeReadyFile } from './ready-file.ts'
import { createLoopbackServer, type LoopbackServer } from './server.ts'

/** The loopback shell's command line: `node out/main/web.js [--data-dir DIR] [--port 0] [--ready-file FILE] …`. */
const usage = `Wisdeck on 127.0.0.1
  --data-dir DIR     where profiles, tokens and snapshots are kept
  --port N           port to listen on; 0 (the default) takes any free one
  --ready-file FILE  written as {"url","key"} once it listens
  --open             open a browser window
  --demo             start with the demo fleet [--panels N --accounts N --jobs N --seed N]
  --once             with --demo: read every server once, print one line of figures and leave [--json]
`

interface WebOptions extends ShellOptions {
  readonly port: number
  readonly readyFile: string | null
  readonly open: boolean
  readonly once: boolean
  readonly json: boolean
}

function readOptions(args: string[]): WebOptions {
  const flags = { port: { type: 'string' }, 'ready-file': { type: 'string' } } as const
  const switches = { open: { type: 'boolean' }, once: { type: 'boolean' }, json: { type: 'boolean' } } as const
  const { values } = parseArgs({ args, options: { ...shellFlags, ...flags, ...switches }, strict: true })
  const shared = readShellOptions(values, process.platform, process.env)
  const { open = false, once = false, json = false } = values
  if (once && !shared.demo) throw new RangeError('--once reads the demo fleet only: give --demo too')
  return {
    ...shared,
    port: wholeNumber(values, 'port', 0, 0, 65_535),
    readyFile: values['ready-file'] ?? null,
    open,
    once,
    json,
  }
}

/** Prints progress and errors to stderr, because stdout carries only what was asked for. */
function printLine(line: string): void {
  console.error(line)
}

/** Returns the name of a field as words: `cronJobs` as `cron jobs`. */
const wordsOf = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

async function runOnce(app: App, options: WebOptions): Promise<void> {
  printLine(`Starting a demo fleet of ${options.fleet.panels} panels`)
  const summary = await readFleetOnce(app, options.fleet, () => performance.now())
  const { servers, reachable, firstRefreshMs, ...rows } = summary
  const counts = Object.entries(rows).map(([name, count]) => `${count} ${wordsOf(name)}`)
  const sentence = `${servers} servers, ${reachable} reachable, ${counts.join(', ')}, read in ${firstRefreshMs} ms`
  // A write to a pipe may finish later. Wait until the line is out, because the process ends next.
  await new Promise<void>((done) =>
    process.stdout.write(`${options.json ? JSON.stringify(summary) : sentence}\n`, () => done()),
  )
}

/**
 * Writes the ready file if one is wanted, and opens a window or prints where the page is. Resolves when the window is
 * closed; a signal closes it too. Without a window it never resolves. Rejects if the ready file cannot be written.
 */
async function showPage(server: LoopbackServer, options: WebOptions, signalled: Promise<void>): Promise<void> {
  const forever = new Promise<void>(() => {})
  if (options.readyFile !== null) {
    await writeReadyFile(options.readyFile, server)
    printLine(`Listening on ${server.url}; the key is in ${options.readyFile}`)
  }
  if (!options.open) {
    if (options.readyFile === null) printLine(`Open ${server.url}/#key=${server.key}`)
    return forever
  }
  const opened = await openWindow(server.createWindowUrl(), options.dataDir)
  if ('reason' in opened) {
    printLine(`No window opens by itself: ${opened.reason}. Open ${server.url}/#key=${server.key}`)
    return forever
  }
  void signalled.then(() => opened.browser.kill())
  return new Promise((resolve) => opened.browser.once('exit', () => resolve()))
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
  })
}

async function serve(app: App, options: WebOptions, signalled: Promise<void>): Promise<void> {
  if (options.demo) {
    printLine(`Starting a demo fleet of ${options.fleet.panels} panels`)
    await startDemo(app, options.fleet)
  }
  const { rendererDir } = pathsFrom(import.meta.filename)
  const server = await createLoopbackServer({ app, rendererDir, port: options.port })
  await Promise.race([showPage(server, options, signalled), signalled])
  await server.close()
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  const signalled = untilSignal()
  const { dataDir } = options
  const { fleetFile } = pathsFrom(import.meta.filename)
  const app = await createApp({ ports: createPorts({ dataDir, fleetFile }), dataDir })
  try {
    await Promise.race([options.once ? runOnce(app, options) : serve(app, options, signalled), signalled])
  } finally {
    await app.close()
  }
}

main().then(
  () => process.exit(0),
  (thrown: unknown) => {
    const isUsage = thrown instanceof RangeError || (thrown instanceof TypeError && 'code' in thrown)
    if (isUsage) printLine(`${thrown.message}\n\n${usage}`)
    else
      printLine(
        `Wisdeck could not start: ${thrown instanceof AppError ? `${thrown.code}: ${thrown.message}` : String(thrown)}`,
      )
    process.exit(isUsage ? 64 : 1)
  },
)
