import { app as electron, dialog } from 'electron'
import { printFailure } from './failure-words.ts'
import { wordsIn, type Words } from './words.ts'

/**
 * How Wisdeck ends when it gave up by itself, for whoever started it: sysexits' EX_SOFTWARE. Electron ends with others.
 */
const gaveUpCode = 70

/** The user's languages as the page has them: Chromium puts the locale first, which is known once Electron is ready. */
export function desktopLanguages(): readonly string[] {
  return [...(electron.isReady() ? [electron.getLocale()] : []), ...electron.getPreferredSystemLanguages()]
}

/** Tells why Wisdeck cannot go on and ends it; where no settings are at hand, in the language of the desktop. */
export function giveUp(thrown: unknown, words: Words = wordsIn('system', desktopLanguages())): void {
  dialog.showErrorBox(words.start.failed, printFailure(thrown, words))
  electron.exit(gaveUpCode)
}
