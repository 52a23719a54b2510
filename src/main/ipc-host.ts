import type { IpcMain, WebContents } from 'electron'
import type { App } from '../core/app.ts'
import type { Envelope } from '../shared/errors.ts'
import { inputLimitBytes } from '../shell/input-limit.ts'
import { checkSender } from './security.ts'

/** The two names the preload knows. */
const callChannel = 'wisdeck:call'
const eventChannel = 'wisdeck:event'

export interface IpcHost {
  /** Lets the page in these web contents call core and hear its events, until it is destroyed. */
  admit(contents: WebContents): void
  close(): void
}

function malformed(message: string): string {
  const envelope: Envelope<never> = { ok: false, error: { code: 'input.invalid', message } }
  return JSON.stringify(envelope)
}

/**
 * Carries core's wire to our own page. A sender that is not our page's main frame is rejected with an error;
 * a call that is not two texts gets an `input.invalid` envelope; all else is core's to answer.
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
