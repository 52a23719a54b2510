import { describe, expect, it } from 'vitest'
import { reconcileCronCreate, setFtpEnabled, reconcileFtpCreate } from '../../src/core/panel/reconcile.ts'
import type { PanelClient } from '../../src/core/panel/types.ts'
import { jobOf } from '../../src/demo/kinds/cron/state.ts'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { startBare, startPanel } from '../kit/panels.ts'
import { clientOf, clientOfBare, failureOf, interactive } from './fixture.ts'

const draft = { username: 'deploy', password: 'S3cure•pass' }
const job = { name: 'nightly', command: 'true', cronExpr: '0 3 * * *' }
const countPosts = (panel: { readonly requests: readonly { readonly method: string }[] }) =>
  panel.requests.filter(({ method }) => method === 'POST').length

describe('a creation whose answer is lost', () => {
  it('finds the account that was created anyway', async () => {
    const panel = await startPanel()
    await panel.setFault('dropAfter', { method: 'POST' })
    expect(await reconcileFtpCreate(clientOf(panel), draft, interactive)).toMatchObject({
      username: 'admin_deploy',
      owner: 'admin',
    })
    expect([panel.accounts.length, countPosts(panel)]).toEqual([1, 1])
  })

  it('says that trying again is safe if nothing was created', async () => {
    const panel = await startPanel()
    await panel.setFault('dropBefore', { method: 'POST' })
    const failed = await failureOf(reconcileFtpCreate(clientOf(panel), draft, interactive), 'net.lost')
    expect(failed.details).toMatchObject({ settled: 'absent' })
    expect([panel.accounts.length, countPosts(panel)]).toEqual([0, 1])
  })

  it('reports an unknown outcome if an account of that name is older than the request', async () => {
    const panel = await startPanel()
    panel.edit((state) => ({ ...state, accounts: [accountOf({ username: 'admin_deploy' }, Date.now() - 3_600_000)] }))
    await panel.setFault('dropBefore', { method: 'POST' })
    const failed = await failureOf(reconcileFtpCreate(clientOf(panel), draft, interactive), 'write.unknown')
    expect(failed.details?.candidates).toMatchObject([{ username: 'admin_deploy' }])
    const known = { knownBefore: new Set(['admin_deploy']) }
    await failureOf(reconcileFtpCreate(clientOf(panel), draft, interactive, Date.now(), known), 'net.lost')
  })

  it('allows for a panel clock that is behind', async () => {
    const panel = await startPanel()
    await panel.setFault('clockSkew', -37_000)
    await panel.setFault('dropAfter', { method: 'POST' })
    expect((await reconcileFtpCreate(clientOf(panel), draft, interactive)).username).toBe('admin_deploy')
  })

  it('reports an unknown outcome if the list cannot be read either', async () => {
    const panel = await startPanel()
    await panel.setFault('dropAfter', true)
    const failed = await failureOf(reconcileFtpCreate(clientOf(panel), draft, interactive), 'write.unknown')
    expect(failed.details).toMatchObject({ cause: { code: 'net.lost' }, readingFailed: { code: 'net.lost' } })
    expect(JSON.stringify(failed.toValue())).not.toContain(draft.password)
  })

  it('passes on the panel’s own error', async () => {
    await failureOf(
      reconcileFtpCreate(clientOf(await startPanel()), { username: 'd', password: 'x' }, interactive),
      'panel.invalid',
    )
  })

  it('finds a cron job by name, command and expression', async () => {
    const panel = await startPanel()
    panel.edit((state) => ({ ...state, nextJobId: 8, jobs: [jobOf({ id: 7, ...job, command: 'other' }, Date.now())] }))
    await panel.setFault('dropAfter', { method: 'POST' })
    expect(await reconcileCronCreate(clientOf(panel), job, interactive)).toMatchObject({ id: 8, ...job })
    expect(countPosts(panel)).toBe(1)
  })

  it('does not choose between two equal jobs unless one is known to be older', async () => {
    const panel = await startPanel()
    panel.edit((state) => ({ ...state, nextJobId: 8, jobs: [jobOf({ id: 7, ...job }, Date.now())] }))
    await panel.setFault('dropAfter', { method: 'POST', count: 1 })
    const failed = await failureOf(reconcileCronCreate(clientOf(panel), job, interactive), 'write.unknown')
    expect(failed.details?.candidates).toMatchObject([{ id: 7 }, { id: 8 }])
    await panel.setFault('dropAfter', { method: 'POST', count: 1 })
    expect(
      await reconcileCronCreate(clientOf(panel), job, interactive, Date.now(), { knownBefore: new Set(['7', '8']) }),
    ).toMatchObject({ id: 9 })
  })

  it('does not take a job for absent if the list has rows that cannot be addressed', async () => {
    let rows: readonly object[] = [{ id: 7, name: 'other' }, { name: 'nightly' }]
    const bare = await startBare((request, reply) =>
      request.method === 'POST'
        ? request.socket.destroy()
        : reply.setHeader('Content-Type', 'application/json').end(JSON.stringify(rows)),
    )
    const failed = await failureOf(reconcileCronCreate(clientOfBare(bare), job, interactive), 'write.unknown')
    expect(failed.details?.candidates).toEqual([])
    rows = rows.slice(0, 1)
    await failureOf(reconcileCronCreate(clientOfBare(bare), job, interactive), 'net.lost')
  })

  it('reads a second time if the panel may still be at work', async () => {
    const panel = await startPanel()
    const client = clientOf(panel, { timeouts: () => ({ wholeMs: 150 }) })
    await panel.setFault('hang', { method: 'POST', count: 1 })
    const waited: number[] = []
    const wait = async (delayMs: number) => {
      waited.push(delayMs)
      panel.edit((state) => ({ ...state, accounts: [accountOf({ username: 'admin_deploy' }, Date.now())] }))
    }
    expect((await reconcileFtpCreate(client, draft, interactive, Date.now(), { wait })).username).toBe('admin_deploy')
    expect(waited).toEqual([2000])
  })
})

describe('enabling or disabling an account', () => {
  const withAccount = async (enabled = true) => {
    const panel = await startPanel()
    panel.edit((state) => ({ ...state, accounts: [accountOf({ username: 'admin_a', enabled }, Date.now())] }))
    return panel
  }

  it('flips only an account that differs', async () => {
    const panel = await withAccount()
    const { before, after } = await setFtpEnabled(clientOf(panel), 'admin_a', false, interactive)
    expect([before.enabled, after.enabled, panel.accounts[0]?.enabled]).toEqual([true, false, false])
    await setFtpEnabled(clientOf(panel), 'admin_a', false, interactive)
    expect(countPosts(panel)).toBe(1)
  })

  it('does not flip again if the switch was flipped although the answer was lost', async () => {
    const panel = await withAccount()
    await panel.setFault('dropAfter', { method: 'POST' })
    expect((await setFtpEnabled(clientOf(panel), 'admin_a', false, interactive)).after.enabled).toBe(false)
    expect(countPosts(panel)).toBe(1)
  })

  it('flips again if the first request did not arrive', async () => {
    const panel = await withAccount()
    await panel.setFault('dropBefore', { method: 'POST', count: 1 })
    expect((await setFtpEnabled(clientOf(panel), 'admin_a', false, interactive)).after.enabled).toBe(false)
    expect(countPosts(panel)).toBe(2)
  })

  it('gives up after the second attempt', async () => {
    const panel = await withAccount()
    await panel.setFault('dropBefore', { method: 'POST' })
    await failureOf(setFtpEnabled(clientOf(panel), 'admin_a', false, interactive), 'write.not-applied')
    expect(countPosts(panel)).toBe(2)
    expect(panel.accounts[0]?.enabled).toBe(true)
  })

  it('uses the list if the account itself does not show its state', async () => {
    const panel = await withAccount(false)
    const client = clientOf(panel)
    const terseClient = {
      ...client,
      get: async (...args: Parameters<PanelClient['get']>) => ({ ...(await client.get(...args)), enabled: null }),
    } as PanelClient
    expect((await setFtpEnabled(terseClient, 'admin_a', false, interactive)).before.enabled).toBe(false)
    expect(countPosts(panel)).toBe(0)
    expect((await setFtpEnabled(terseClient, 'admin_a', true, interactive)).after.enabled).toBe(true)
    expect([countPosts(panel), panel.accounts[0]?.enabled]).toEqual([1, true])
  })

  it('flips nothing if the list does not show it either', async () => {
    const panel = await withAccount(false)
    const client = clientOf(panel)
    const unreported = async <T extends object>(row: Promise<T>) => ({ ...(await row), enabled: null })
    const unreportedClient = {
      ...client,
      get: (...args: Parameters<PanelClient['get']>) => unreported(client.get(...args)),
      list: async () => ({ rows: [await unreported(client.get('ftp', 'admin_a', interactive))], total: 1 }),
    } as PanelClient
    for (const enabled of [true, false])
      await failureOf(setFtpEnabled(unreportedClient, 'admin_a', enabled, interactive), 'panel.bad-reply')
    expect([countPosts(panel), panel.accounts[0]?.enabled]).toEqual([0, false])
  })

  it('does not report a flip as failed that the panel accepted and that cannot be read back', async () => {
    const panel = await withAccount()
    const client = clientOf(panel)
    const set: PanelClient['set'] = async (...args) => {
      await client.set(...args)
      await panel.setFault('dropBefore', { method: 'GET' })
    }
    const failed = await failureOf(setFtpEnabled({ ...client, set }, 'admin_a', false, interactive), 'write.unknown')
    expect(failed.details).toMatchObject({ readingFailed: { code: 'net.lost' } })
    expect(panel.accounts[0]?.enabled).toBe(false)
  })

  it('says so if the panel accepts it and does nothing', async () => {
    const panel = await withAccount()
    const client = clientOf(panel)
    const ignoringClient = { ...client, set: async () => undefined }
    expect(
      (await failureOf(setFtpEnabled(ignoringClient, 'admin_a', false, interactive), 'write.not-applied')).details,
    ).toMatchObject({
      wanted: false,
      found: true,
    })
  })
})
