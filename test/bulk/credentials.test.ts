import { describe, expect, test } from 'vitest'
import { passwordDigest } from '../../src/demo/kinds/ftp/state.ts'
import { changePassword, createAccount, planOf } from './plans.ts'
import { openStage, type Stage } from './stage.ts'

const writes = (stage: Stage) => stage.panels[0]!.requests.filter(({ method }) => method !== 'GET')
const untilWrites = async (stage: Stage, count: number) => {
  while (writes(stage).length < count) await new Promise((resolve) => setTimeout(resolve, 2))
}

describe('passwords', () => {
  const passphrase = 'correct horse'
  const secret = (at: number) => `S3cure•${at}-password`
  const planRotation = (stage: Stage) => {
    const drafts = [
      ...stage.panels[0]!.accounts.map((account) => changePassword('s0', account)),
      createAccount('s0', 'fresh'),
    ]
    return planOf(drafts, { secrets: new Map(drafts.map((_, at) => [at, secret(at)])), needs: { passphrase: true } })
  }

  test('are sealed, exported as a file, shown once and then deleted, and leave core in no other way', async () => {
    const stage = await openStage({ accounts: 2 })
    await expect(stage.start(planRotation(stage))).rejects.toMatchObject({ code: 'handout.passphrase-needed' })
    const { id: runId } = await stage.start(planRotation(stage), { passphrase })
    await stage.until(runId, 'done')
    const { handlers, runs } = stage.rig.running
    const { text } = (await handlers['bulk.exportCredentials']({ runId })) as { text: string }
    await expect(handlers['bulk.showCredentials']({ runId, passphrase: 'another horse' })).rejects.toMatchObject({
      code: 'handout.wrong-passphrase',
    })
    const shown = (await handlers['bulk.showCredentials']({ runId, passphrase })) as readonly {
      username: string
      password: string
      state: string
    }[]
    expect(shown.map(({ username, password, state }) => [username, password, state])).toEqual([
      ['admin_a0', secret(0), 'confirmed'],
      ['admin_a1', secret(1), 'confirmed'],
      ['admin_fresh', secret(2), 'confirmed'],
    ])
    expect(runs.run(runId).handout).toBe('shown')
    await expect(
      Promise.resolve().then(() => handlers['bulk.showCredentials']({ runId, passphrase })),
    ).rejects.toMatchObject({ code: 'handout.none' })
    expect(await handlers['bulk.openCredentials']({ text, passphrase })).toEqual(shown)
    await expect(
      handlers['bulk.openCredentials']({ text: text.replace('admin_a0', 'admin_a1'), passphrase }),
    ).rejects.toMatchObject({ code: 'handout.damaged' })
    const output = JSON.stringify([
      stage.rig.events,
      stage.rig.logLines,
      stage.items(runId),
      stage.rig.storage.record.list({ limit: 100 }),
      text,
    ])
    expect(output).not.toContain('S3cure')
    expect(stage.rig.storage.runs.secretIndexes(runId)).toEqual([])
  })

  const showCredentials = async (stage: Stage, runId: string) =>
    (await stage.rig.running.handlers['bulk.showCredentials']({ runId, passphrase })) as readonly {
      username: string
      password: string
      state: string
    }[]
  /** Every request reaches the panel, and every answer is lost. */
  const loseAnswers = (stage: Stage) =>
    stage.panels[0]!.setFault('dropAfter', { method: 'PUT', path: '/ftp/', count: 1000 })
  const currentPasswords = (stage: Stage) =>
    stage.panels[0]!.accounts.map(({ username, passwordSha256 }) => [username, passwordSha256])
  const digests = (lines: readonly { readonly username: string; readonly password: string }[]) =>
    lines.map(({ username, password }) => [username, passwordDigest(password)])
  const planRotationOfAll = (stage: Stage) => {
    const drafts = stage.panels[0]!.accounts.map((account) => changePassword('s0', account))
    return planOf(drafts, { secrets: new Map(drafts.map((_, at) => [at, secret(at)])), needs: { passphrase: true } })
  }

  test('of an account whose owner differs from the plan are shown, and so are all others', async () => {
    const stage = await openStage({ accounts: 1 })
    const drafts = [
      { ...createAccount('s0', 'fresh'), subject: 'someone_fresh' },
      changePassword('s0', stage.panels[0]!.accounts[0]!),
    ]
    const { id: runId } = await stage.start(
      planOf(drafts, {
        secrets: new Map([
          [0, secret(0)],
          [1, secret(1)],
        ]),
        needs: { passphrase: true },
      }),
      { passphrase },
    )
    await stage.until(runId, 'done')
    const { text } = (await stage.rig.running.handlers['bulk.exportCredentials']({ runId })) as { text: string }
    const shown = await showCredentials(stage, runId)
    expect(shown).toMatchObject([
      { username: 'admin_fresh', password: secret(0), sealedFor: null },
      { username: 'admin_a0', password: secret(1), sealedFor: null },
    ])
    expect(await stage.rig.running.handlers['bulk.openCredentials']({ text, passphrase })).toEqual(shown)
  })

  test(
    'whose answers were lost are shown after their run was interrupted and cancelled',
    { timeout: 30_000 },
    async () => {
      const stage = await openStage({ accounts: 4 })
      await loseAnswers(stage)
      await stage.panels[0]!.setFault('latency', 30)
      const { id: runId } = await stage.start(planRotationOfAll(stage), { passphrase })
      while (stage.rig.running.runs.run(runId).counts.sent < 4) await new Promise((resolve) => setTimeout(resolve, 2))
      await untilWrites(stage, 4)
      await stage.reopen('kill')
      while (stage.rig.running.runs.run(runId).counts.planned < 4)
        await new Promise((resolve) => setTimeout(resolve, 5))
      await stage.call('bulk.cancel', { runId })
      expect(stage.items(runId).map(({ state, error }) => [state, error?.code])).toEqual(
        Array.from({ length: 4 }, () => ['unknown', 'write.unknown']),
      )
      const shown = await showCredentials(stage, runId)
      expect(digests(shown)).toEqual(currentPasswords(stage))
      expect(new Set(shown.map(({ state }) => state))).toEqual(new Set(['unknown']))
    },
  )

  test('whose answers are lost each time are unknown, not failed, and are shown', { timeout: 30_000 }, async () => {
    const stage = await openStage({ accounts: 2 })
    await loseAnswers(stage)
    const { id: runId } = await stage.start(planRotationOfAll(stage), { passphrase })
    expect(await stage.until(runId, 'done')).toMatchObject({ counts: { unknown: 2 } })
    expect(digests(await showCredentials(stage, runId))).toEqual(currentPasswords(stage))
  })

  test(
    'of an account that was created without its settings are shown, but not those of one that was never sent',
    { timeout: 30_000 },
    async () => {
      const stage = await openStage({ accounts: 1 })
      await stage.panels[0]!.setFault('dropBefore', { method: 'PUT', path: '/ftp/admin_deploy', count: 100 })
      const goneAccount = { ...stage.panels[0]!.accounts[0]!, username: 'admin_gone' }
      const drafts = [createAccount('s0', 'deploy', { quotaMb: 5 }), changePassword('s0', goneAccount)]
      const { id: runId } = await stage.start(
        planOf(drafts, {
          secrets: new Map([
            [0, secret(0)],
            [1, secret(1)],
          ]),
          needs: { passphrase: true },
        }),
        { passphrase },
      )
      await stage.until(runId, 'done')
      expect(await showCredentials(stage, runId)).toMatchObject([
        { username: 'admin_deploy', password: secret(0), state: 'unknown' },
      ])
    },
  )

  test('of an interrupted run require the passphrase before it is resumed', async () => {
    const stage = await openStage({ accounts: 20 })
    await stage.panels[0]!.setFault('latency', 20)
    const { id: runId } = await stage.start(planRotation(stage), { passphrase })
    await untilWrites(stage, 4)
    await stage.reopen()
    await expect(stage.call('bulk.resume', { runId })).rejects.toMatchObject({ code: 'handout.passphrase-needed' })
    await expect(stage.call('bulk.resume', { runId, passphrase: 'another horse' })).rejects.toMatchObject({
      code: 'handout.wrong-passphrase',
    })
    await stage.call('bulk.resume', { runId, passphrase })
    expect(await stage.until(runId, 'done')).toMatchObject({ counts: { confirmed: 21 } })
  })

  test('of a run that is cancelled while it is being resumed stay unsent', async () => {
    const stage = await openStage({ accounts: 20 })
    await stage.panels[0]!.setFault('latency', 20)
    const { id: runId } = await stage.start(planRotation(stage), { passphrase })
    await untilWrites(stage, 4)
    await stage.reopen()
    const resumed = stage.call('bulk.resume', { runId, passphrase })
    await stage.call('bulk.cancel', { runId })
    expect(await resumed).toMatchObject({ state: 'cancelled' })
    expect((await stage.call('bulk.run', { runId })).state).toBe('cancelled')
  })
})
