import type { BrowserWindow } from 'electron'
import type { Ask } from './dialogs.ts'
import { fill, type Words } from './words.ts'

/** If there are more crashes than this within `withinMs`, loading the page again would only crash it again. */
const mostCrashes = 3
const withinMs = 10 * 60_000

interface RecoveryDeps {
  readonly words: () => Words
  readonly ask: Ask
  readonly quit: () => void
  readonly nowMs: () => number
}

/**
 * Offers to load the page again when its process has crashed or hangs. Core runs in another process and is not
 * affected. For a page that crashes again and again, the only offer is to quit.
 */
export function recoverPage({ webContents: contents }: BrowserWindow, { words, ask, quit, nowMs }: RecoveryDeps): void {
  let crashes: number[] = []
  let asking = false
  /** True while the page is being ended on purpose. Electron reports that like a crash, a moment later. */
  let ending = false

  const crashed = async (reason: string) => {
    const { crash } = words()
    crashes = [...crashes, nowMs()].filter((atMs) => nowMs() - atMs < withinMs)
    if (crashes.length > mostCrashes) {
      await ask({ type: 'error', title: crash.title, text: fill(crash.again, { reason }), buttons: [crash.quit] })
      return quit()
    }
    const answer = await ask({
      type: 'error',
      title: crash.title,
      text: fill(crash.text, { reason }),
      buttons: [crash.reload, crash.quit],
    })
    if (answer === 1) quit()
    else if (!contents.isDestroyed()) contents.reload()
  }
  const frozen = async () => {
    const { crash } = words()
    const answer = await ask({
      type: 'warning',
      title: crash.frozen,
      text: crash.frozenText,
      buttons: [crash.wait, crash.reload],
    })
    if (answer !== 1 || contents.isDestroyed()) return
    ending = true
    contents.forcefullyCrashRenderer()
    contents.reload()
  }
  /** Shows one box at a time. Ignores what happens to the page while the box is open. */
  const once = (work: () => Promise<void>) => {
    if (asking) return
    asking = true
    work()
      .catch(quit)
      .finally(() => (asking = false))
  }
  contents.on('render-process-gone', (_event, { reason }) => {
    const byUs = ending
    ending = false
    if (!byUs && reason !== 'clean-exit') once(() => crashed(reason))
  })
  contents.on('did-finish-load', () => (ending = false))
  contents.on('unresponsive', () => once(frozen))
}
