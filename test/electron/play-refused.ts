import { pause } from './pause.ts'
import * as electron from './stand-in.ts'

/** Starts that must not open a window: another Wisdeck uses the folder (`--second`), or the folder is not usable. */
const [bundle, ...flags] = process.argv.slice(2)
if (bundle === undefined) throw new Error('Which bundle?')
electron.instance.isFirst = !flags.includes('--second')
electron.languages.preferred = ['vi-VN']
electron.languages.locale = 'vi'
let quits = 0
electron.app.on('will-quit', () => (quits += 1))
const gaveUp = new Promise<void>((resolve) => electron.app.once('test-exit', resolve))

await import(bundle)
electron.becomeReady()
await (electron.instance.isFirst ? gaveUp : pause(300))

const { windows, errorBoxes, exits, order } = electron
process.stdout.write(
  `${JSON.stringify({ windows: windows.length, errorBoxes, exits, quits, order, handlers: electron.callHandlers.size })}\n`,
  () => process.exit(0),
)
