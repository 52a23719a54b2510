import { describe, expect, test } from 'vitest'
import { countChanged, quotaChanges } from './changes.ts'
import { planOf } from './plans.ts'
import { openStage } from './stage.ts'

describe('starting', () => {
  test('a plan runs once, and not after it has expired', async () => {
    const stage = await openStage()
    const plan = planOf(quotaChanges(stage))
    const { id } = await stage.start(plan)
    await stage.until(id, 'done')
    await expect(stage.start(plan)).rejects.toMatchObject({ code: 'plan.used' })
    await expect(stage.start(planOf(quotaChanges(stage), { expiresAtMs: 1 }))).rejects.toMatchObject({
      code: 'plan.expired',
    })
    await expect(stage.start(planOf([]))).rejects.toMatchObject({ code: 'plan.empty' })
  })

  test('requires the typed word, and skips items that were not confirmed', async () => {
    const stage = await openStage({ accounts: 3 })
    const [a, b, c] = quotaChanges(stage)
    const drafts = [
      a!,
      { ...b!, flags: ['ours-dropped'] as const },
      { ...c!, flags: ['first-restriction'] as const },
    ].map((draft) => ({ ...draft, flags: [...('flags' in draft ? (draft.flags ?? []) : []), 'production' as const] }))
    const plan = () => planOf(drafts, { needs: { protectedIps: ['203.0.113.7'] } })
    const start = (confirm: object) => stage.start(plan(), { confirm: confirm as never })
    await expect(start({ include: ['ours-dropped'] })).rejects.toMatchObject({
      code: 'confirm.typed',
      details: { wanted: 'production' },
    })
    await expect(start({ include: ['ours-dropped'], typed: 'production' })).rejects.toMatchObject({
      code: 'confirm.ours',
      details: { count: 1, address: '203.0.113.7' },
    })
    const { id } = await start({ include: ['ours-dropped'], typed: 'production', protectedIp: '203.0.113.7/32' })
    await stage.until(id, 'done')
    expect(stage.items(id).map(({ state, skipped }) => [state, skipped])).toEqual([
      ['confirmed', null],
      ['confirmed', null],
      ['skipped', 'not-confirmed'],
    ])
  })

  test('is refused while another run has yet to change one of these rows, but not for other rows', async () => {
    const stage = await openStage({ accounts: 20 })
    await stage.panels[0]!.setFault('latency', 20)
    const [first, second] = [quotaChanges(stage).slice(0, 10), quotaChanges(stage).slice(9)]
    const { id } = await stage.start(planOf(first))
    await expect(stage.start(planOf(second))).rejects.toMatchObject({ code: 'run.busy', details: { runId: id } })
    const other = await stage.start(planOf(second.slice(1)))
    await Promise.all([stage.until(id, 'done'), stage.until(other.id, 'done')])
    expect(countChanged(stage)).toBe(20)
  })
})
