import { app as electron, dialog } from 'electron'
import { printFailure } from './failure-words.ts'
import { wordsIn, type Words } from './words.ts'

/**
 * The exit code when Wisdeck gives up by itself: EX_SOFTWARE of sysexits. Electron itself ends with other codes, so the
 * caller can tell the difference.
 */
const gaveUpCode = 70

/** Returns the user's languages in the page's order. Chromium puts the locale first, known once Electron is ready. */
export function desktopLanguages(): readonly string[] {
  return [...(electron.isReady() ? [electron.getLocale()] : []), ...electron.getPreferredSystemLanguages()]
}

/** Shows why Wisdeck cannot continue and ends it. Without `words`, uses the language of the desktop. */
export function giveUp(thrown: unknown, words: Words = wordsIn('system', desktopLanguages())): void {
  dialog.showErrorBox(words.start.failed, printFailure(thrown, words))
  electron.exit(gaveUpCode)
}
