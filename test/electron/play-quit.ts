import { createDemoPanel } from '../../src/demo/panel.ts'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import { call, finish, window } from './boot.ts'
import { pause } from './pause.ts'
import * as electron from './stand-in.ts'

/**
 * Quits the app while a run is at work. The panel's rate limit keeps the run busy for as long as the play takes. See
 * boot.ts for how it is started.
 */
const accounts = Array.from({ length: 90 }, (_, index) =>
  accountOf({ username: `admin_a${index}` }, Date.now() - 3_600_000),
)
const panel = await createDemoPanel({ name: 'panel.example', state: { ...emptyState('admin', 0), accounts } })

const mustCall = async <T>(method: string, input: unknown = {}) => {
  const answer = (await call(method, input)) as { readonly ok: boolean; readonly value: T }
  if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(answer)}`)
  return answer.value
}
await mustCall('vault.choose', { kind: 'session' })
const { id: serverId } = await mustCall<{ id: string }>('servers.add', {
  draft: { name: 'web', url: panel.url },
  token: panel.token,
  trustFingerprint256: panel.fingerprint256,
})
await mustCall('inventory.refresh', { serverIds: [serverId] })
const keys = accounts.map(({ username }) => `${serverId}/ftp/${username}`)
const plan = await mustCall<{ id: string }>('bulk.plan', {
  planningId: 'quit',
  intent: { action: { type: 'ftp.edit', patch: { quotaMb: 77 } }, keys },
})
const run = await mustCall<{ id: string }>('bulk.start', { planId: plan.id, confirm: {} })
const state = async () => (await mustCall<{ state: string }>('bulk.run', { runId: run.id })).state
while (!panel.requests.some(({ method }) => method === 'PUT')) await pause()

/** Quits the app and gives this answer to the question that the user is asked. */
const quit = async (answer: number) => {
  electron.answers.push(answer)
  electron.app.quit()
  // Quits again while the box is open: Cmd+Q repeats while the keys are held down.
  electron.app.quit()
  await pause(100)
}
await quit(0)
// Waits longer than the pause between two updates of tray, menu and taskbar.
await pause(700)
const stayed = {
  exits: [...electron.exits],
  windows: electron.windows.length,
  state: await state(),
  awake: electron.blockers.size,
  taskbar: window.story.at(-1),
}
await mustCall('settings.set', { language: 'vi' })
// An installer that waits for the app to end is no reason to interrupt the run.
electron.autoUpdater.emit('before-quit-for-update')
// Closing the last window quits the app, except on macOS.
if (process.platform !== 'darwin') {
  electron.answers.push(0)
  window.close()
  await pause(100)
}
const closed = { asked: electron.questions.length, windows: electron.windows.length, exits: [...electron.exits] }

await finish(
  async () => {
    const { requests, accounts: after } = panel
    const sent = requests.filter(({ method }) => method === 'PUT').length
    await panel.close()
    return {
      runId: run.id,
      openedAt: window.url,
      questions: electron.questions,
      stayed,
      closed,
      exits: electron.exits,
      sent,
      changed: after.filter(({ quotaMb }) => quotaMb === 77).length,
    }
  },
  () => void quit(1),
)
