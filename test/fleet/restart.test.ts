import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createFolder, openApp, removeFolder } from '../kit/app.ts'
import { startPanel } from '../kit/panels.ts'

const passphrase = 'correct horse battery'

test(
  'after kill -9, a panel that reports no budget still gets no more than its limit',
  { timeout: 60_000 },
  async () => {
    const panel = await startPanel({ rateLimit: { limit: 60, windowMs: 600_000 } })
    await panel.setFault('withoutHeaders', ['rate'])
    const dataDir = await createFolder()
    onTestFinished(() => removeFolder(dataDir))
    const first = await openApp({ dataDir })
    await first.call('vault.choose', { kind: 'passphrase', passphrase })
    await first.add(panel)
    await first.close()

    const child = fork(join(import.meta.dirname, 'reading-process.ts'), [dataDir, passphrase])
    await vi.waitFor(() => expect(panel.requests.length).toBeGreaterThanOrEqual(50), { timeout: 20_000, interval: 1 })
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(panel.requests.every(({ status }) => status !== 429)).toBe(true)

    const second = await openApp({ dataDir })
    onTestFinished(() => second.close())
    await second.call('vault.unlock', { passphrase })
    const serverId = (await second.call('servers.list', {}))[0]!.id
    const reads = Array.from({ length: 30 }, (_, at) =>
      second.codeOf('rows.get', { serverId, kind: 'anonymous', id: `e${at}.example` }),
    )
    void Promise.all(reads)
    await sleep(3000)
    const rejected = panel.requests.filter(({ status }) => status === 429).length
    expect(rejected).toBe(0)
    // What was on its way when the process was killed counts as sent.
    expect(panel.requests.length).toBeGreaterThanOrEqual(57)
  },
)
