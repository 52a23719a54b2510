import type { BrowserWindow, Dialog } from 'electron'

/** A question in a message box of the system. The first button is the safe one: Esc and Enter both choose it. */
export interface Question {
  readonly title: string
  readonly text: string
  readonly buttons: readonly string[]
  readonly type?: 'info' | 'question' | 'warning' | 'error'
}

/** Resolves with the index of the chosen button. */
export type Ask = (question: Question) => Promise<number>

/** Shows questions on the window if there is one, else in a box of their own. The app keeps running meanwhile. */
export function createAsk(dialog: Pick<Dialog, 'showMessageBox'>, window: () => BrowserWindow | null): Ask {
  return async ({ title, text, buttons, type = 'question' }) => {
    const box = { type, message: title, detail: text, buttons: [...buttons], defaultId: 0, cancelId: 0, noLink: true }
    const parent = window()
    const { response } = await (parent ? dialog.showMessageBox(parent, box) : dialog.showMessageBox(box))
    return response
  }
}
