import type { AppUpdater, UpdateInfo } from 'electron-updater'
import type { Ask } from './dialogs.ts'
import { fill, type Words } from './words.ts'

type Updater = Pick<
  AppUpdater,
  | 'autoDownload'
  | 'autoInstallOnAppQuit'
  | 'allowDowngrade'
  | 'checkForUpdates'
  | 'downloadUpdate'
  | 'quitAndInstall'
  | 'once'
>

export interface UpdatesDeps {
  /** Loads the updater of an installed app. Resolves with null if this copy did not come from an installer. */
  readonly load: () => Promise<Updater | null>
  readonly version: string
  readonly words: () => Words
  readonly ask: Ask
  readonly working: () => boolean
  /** Copies the data before a new version touches it. Throws if it cannot. */
  readonly backUp: () => void
}

/** The longest notes to show, in characters, because the box has no scroll bar. */
const notesLimit = 1200

/**
 * Returns release notes as plain text, for the system's own message box. They come from the network: as the Markdown of
 * CHANGELOG.md, or as the HTML that GitHub makes of it.
 */
export function plainNotes(notes: UpdateInfo['releaseNotes']): string {
  const text = Array.isArray(notes)
    ? notes.map(({ version, note }) => `${version}\n${note ?? ''}`).join('\n\n')
    : (notes ?? '')
  const entities: Readonly<Record<string, string>> = {
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
    '&amp;': '&',
  }
  const plain = text
    .replace(/<(br|\/p|\/li|\/h\d)[^>]{0,200}>/gi, '\n')
    .replace(/<[^>]{0,500}>/g, '')
    .replace(/^#{1,6} /gm, '')
    .replace(/\[([^\]\n]{0,200})\]\([^)\n]{0,500}\)/g, '$1')
    .replace(/\*\*|`/g, '')
    .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity)
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  return plain.length > notesLimit ? `${plain.slice(0, notesLimit)}…` : plain
}

/**
 * Ends the app for the installer. Never resolves, and rejects if the installation fails. Only the event reports a
 * failure: quitAndInstall returns nothing, and on macOS it may take minutes until the system has accepted the package.
 * The quit guard is told by Electron when the app is about to end.
 */
function quitForInstall(updater: Updater): Promise<never> {
  return new Promise((_resolve, reject) => {
    updater.once('error', reject)
    updater.quitAndInstall()
  })
}

/**
 * Updates that ask before each step: looking (unless the setting allows it), downloading, installing. Data is backed up
 * before the new version starts, and without a backup nothing is installed. Packages come over https. electron-updater
 * compares each package with the SHA-512 of the release, and on Windows and macOS also checks the publisher's
 * signature.
 */
export function createUpdates(deps: UpdatesDeps): { check(byHand: boolean): Promise<void> } {
  const tell = (title: string, text: string) =>
    deps.ask({ type: 'info', title, text, buttons: [deps.words().update.close] })

  async function install(updater: Updater, version: string): Promise<void> {
    await updater.downloadUpdate()
    const { update } = deps.words()
    if (deps.working()) return void (await tell(update.busy, update.busyText))
    const buttons = [update.later, update.install]
    if ((await deps.ask({ title: fill(update.ready, { version }), text: update.readyText, buttons })) !== 1) return
    // A run may have begun while the box was open.
    if (deps.working()) return void (await tell(update.busy, update.busyText))
    deps.backUp()
    await quitForInstall(updater)
  }

  /** Looks for an update. `onAgreed` is called once the user has agreed to the download: later failures are shown. */
  async function checkOnce(byHand: boolean, onAgreed: () => void): Promise<void> {
    const { update } = deps.words()
    const updater = await deps.load()
    if (updater === null) return void (byHand && (await tell(update.unable, update.unableText)))
    Object.assign(updater, { autoDownload: false, autoInstallOnAppQuit: false, allowDowngrade: false })
    const found = await updater.checkForUpdates()
    if (!found?.isUpdateAvailable)
      return void (byHand && (await tell(update.none, fill(update.noneText, { version: deps.version }))))
    const { version, releaseNotes } = found.updateInfo
    const text = [fill(update.foundText, { current: deps.version }), plainNotes(releaseNotes)]
      .filter(Boolean)
      .join('\n\n')
    if (
      (await deps.ask({ title: fill(update.found, { version }), text, buttons: [update.later, update.download] })) !== 1
    )
      return
    onAgreed()
    await install(updater, version)
  }

  let checking = false
  return {
    async check(byHand) {
      if (checking) return
      checking = true
      let showsFailure = byHand
      try {
        await checkOnce(byHand, () => (showsFailure = true))
      } catch (thrown) {
        const { update } = deps.words()
        const reason = thrown instanceof Error ? thrown.message.slice(0, 300) : ''
        // An automatic check fails silently, because a laptop without a network is nothing unusual.
        if (showsFailure)
          await deps.ask({
            type: 'error',
            title: update.failed,
            text: fill(update.failedText, { reason }),
            buttons: [update.close],
          })
      } finally {
        checking = false
      }
    },
  }
}
