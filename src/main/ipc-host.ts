import type { IpcMain, WebContents } from 'electron'
import type { App } from '../core/app.ts'
import type { Envelope } from '../shared/errors.ts'
import { inputLimitBytes } from '../shell/input-limit.ts'
import { checkSender } from './security.ts'

/** The two channels that the preload uses. */
const callChannel = 'wisdeck:call'
const eventChannel = 'wisdeck:event'

export interface IpcHost {
  /** Lets the page in these web contents call core and receive its events, until it is destroyed. */
  admit(contents: WebContents): void
  close(): void
}

function malformed(message: string): string {
  const envelope: Envelope<never> = { ok: false, error: { code: 'input.invalid', message } }
  return JSON.stringify(envelope)
}

/**
 * Connects core's transport to our own page. Rejects a call whose sender is not the main frame of our page. Answers a
 * call with an `input.invalid` envelope if it is not two strings or is too large. Core answers all other calls.
 */
export function createIpcHost(
  ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>,
  app: Pick<App, 'dispatch' | 'onEvent'>,
): IpcHost {
  const admitted = new Map<number, WebContents>()
  ipcMain.handle(callChannel, async (event, name: unknown, json: unknown) => {
    const fault = checkSender(event, admitted)
    if (fault !== null) throw new Error(`Call refused: ${fault}`)
    if (typeof name !== 'string' || typeof json !== 'string') return malformed('A call is a name and a JSON text')
    if (name.length > 200 || json.length > inputLimitBytes) return malformed('The call is too large')
    return app.dispatch(name, json)
  })
  const unsubscribe = app.onEvent((json) => {
    for (const contents of admitted.values()) if (!contents.isDestroyed()) contents.send(eventChannel, json)
  })
  return {
    admit(contents) {
      const { id } = contents
      admitted.set(id, contents)
      contents.once('destroyed', () => admitted.delete(id))
    },
    close() {
      unsubscribe()
      ipcMain.removeHandler(callChannel)
    },
  }
}
