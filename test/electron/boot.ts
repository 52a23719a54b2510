import * as electron from './stand-in.ts'

/** Boots the bundle named on the command line. Every play of this folder imports this file first. */
const bundle = process.argv[2]
if (bundle === undefined) throw new Error('Which bundle?')

const flagValue = (flag: string) => process.argv.find((arg) => arg.startsWith(flag))?.slice(flag.length)
const [linked, startedAgain] = [flagValue('--linked='), flagValue('--started-again=')]
await import(bundle)
// On macOS, the link that starts the app comes as an event before the app is ready. A second start may come before
// there is a window.
if (linked !== undefined) electron.app.emit('open-url', { preventDefault: () => {} }, linked)
electron.becomeReady()
if (startedAgain !== undefined) electron.app.emit('second-instance', {}, ['wisdeck', startedAgain], '/')
const gaveUp = new Promise<never>((_resolve, reject) =>
  electron.app.once('test-exit', () => reject(new Error(`The shell gave up: ${electron.errorBoxes.join('; ')}`))),
)
/** The response to the page that the window loaded. */
export const page = await Promise.race([electron.loaded, gaveUp])
gaveUp.catch(() => undefined)
const [first] = electron.windows
if (first === undefined) throw new Error('No window')
export const window = first
export const { webContents } = first

/** Calls the host and returns its envelope, or the text of the rejection. */
export async function callFrom(sender: unknown, senderFrame: unknown, ...args: unknown[]): Promise<unknown> {
  const handler = electron.callHandlers.get('wisdeck:call')
  if (handler === undefined) return 'no handler'
  try {
    return JSON.parse(String(await handler({ sender, senderFrame }, ...args)))
  } catch (thrown) {
    return String(thrown)
  }
}

/** Calls the host from the app's own page. */
export const call = (method: string, input: unknown = {}) =>
  callFrom(webContents, webContents.mainFrame, method, JSON.stringify(input))

export const frames = {
  childFrame: { parent: webContents.mainFrame, origin: 'app://wisdeck' },
  wrongOrigin: { parent: null, origin: 'https://evil.example' },
} as const

/** Ends the app, waits for its exit, and prints what the play found as one line of JSON. */
export async function finish(report: () => object | Promise<object>, end: () => void): Promise<never> {
  const exited = new Promise<void>((resolve) => electron.app.once('test-exit', resolve))
  end()
  await exited
  const text = JSON.stringify(await report())
  await new Promise<void>((resolve) => process.stdout.write(`${text}\n`, () => resolve()))
  process.exit(0)
}
