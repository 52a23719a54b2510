import { describe, expect, test } from 'vitest'
import { changePassword, createAccount, planOf } from './plans.ts'
import { openStage, type Stage } from './stage.ts'

const writes = (stage: Stage) => stage.panels[0]!.requests.filter(({ method }) => method !== 'GET')
const untilWrites = async (stage: Stage, count: number) => {
  while (writes(stage).length < count) await new Promise((resolve) => setTimeout(resolve, 2))
}

describe('passwords', () => {
  const passphrase = 'correct horse'
  const secret = (at: number) => `S3cure•${at}-password`
  const rotate = (stage: Stage) => {
    const drafts = [...stage.panels[0]!.accounts.map((account) => changePassword('s0', account)), createAccount('s0', 'fresh')]
    return planOf(drafts, { secrets: new Map(drafts.map((_, at) => [at, secret(at)])), needs: { passphrase: true } })
  }

  test('are sealed, handed out as a file, shown once, and gone then; none leaves by any other way', async () => {
    const stage = await openStage({ accounts: 2 })
    await expect(stage.start(rotate(stage))).rejects.toMatchObject({ code: 'handout.passphrase-needed' })
    const { id: runId } = await stage.start(rotate(stage), { passphrase })
    await stage.until(runId, 'done')
    const { handlers, runs } = stage.rig.running
    const { text } = (await handlers['bulk.exportHandout']({ runId })) as { text: string }
    await expect(handlers['bulk.showHandout']({ runId, passphrase: 'another horse' })).rejects.toMatchObject({ code: 'handout.wrong-passphrase' })
    const shown = (await handlers['bulk.showHandout']({ runId, passphrase })) as readonly { username: string; password: string; state: string }[]
    expect(shown.map(({ username, password, state }) => [username, password, state])).toEqual([
      ['admin_a0', secret(0), 'confirmed'],
      ['admin_a1', secret(1), 'confirmed'],
      ['admin_fresh', secret(2), 'confirmed'],
    ])
    expect(runs.run(runId).handout).toBe('shown')
    await expect(Promise.resolve().then(() => handlers['bulk.showHandout']({ runId, passphrase }))).rejects.toMatchObject({ code: 'handout.none' })
    expect(await handlers['bulk.openHandout']({ text, passphrase })).toEqual(shown)
    await expect(handlers['bulk.openHandout']({ text: text.replace('admin_a0', 'admin_a1'), passphrase })).rejects.toMatchObject({ code: 'handout.damaged' })
    const said = JSON.stringify([stage.rig.events, stage.rig.logLines, stage.items(runId), stage.rig.storage.activity.list({ limit: 100 }), text])
    expect(said).not.toContain('S3cure')
    expect(stage.rig.storage.runs.secretPlaces(runId)).toEqual([])
  })

  test('of a run that was cut off want the passphrase before it goes on', async () => {
    const stage = await openStage({ accounts: 20 })
    await stage.panels[0]!.setFault('latency', 20)
    const { id: runId } = await stage.start(rotate(stage), { passphrase })
    await untilWrites(stage, 4)
    await stage.reopen()
    await expect(stage.call('bulk.resume', { runId })).rejects.toMatchObject({ code: 'handout.passphrase-needed' })
    await expect(stage.call('bulk.resume', { runId, passphrase: 'another horse' })).rejects.toMatchObject({ code: 'handout.wrong-passphrase' })
    await stage.call('bulk.resume', { runId, passphrase })
    expect(await stage.until(runId, 'done')).toMatchObject({ counts: { confirmed: 21 } })
  })
})
