import { describe, expect, test } from 'vitest'
import { createVirtualClock } from '../../../../test/kit/clock.ts'
import type { CachedPlan } from '../types.ts'
import { exportPlan } from './export-plan.ts'
import { cronRow, ftpRow, nowMs, onAll, planned, viewWith } from './fixtures.ts'
import { planHeadOf, planLifetimeMs } from './head.ts'
import { createPlanCache } from './plan-cache.ts'

function planOf(id: string, atMs: number, name = 'job'): CachedPlan {
  const views = [viewWith('s0', { cron: [cronRow(1, { name, command: '=1+1' })], ftp: [ftpRow('a')] })]
  const intent = onAll({ type: 'cron.edit', patch: { enabled: false } }, views)
  const compiled = planned({ ...intent, keys: [...intent.keys, 's0/cron/99'] }, views)
  return { ...compiled, intent, head: planHeadOf(compiled, { id, intent, name: null, nowMs: atMs }, () => views[0]!) }
}
const code = (value: string) => expect.objectContaining({ code: value })

describe('a plan in the cache', () => {
  test('can be read until it expires, and is then known to be expired', () => {
    const clock = createVirtualClock(nowMs)
    const plans = createPlanCache(clock)
    const plan = planOf('p', clock.now())
    plans.add(plan)
    expect(plans.get('p')).toBe(plan)
    clock.runTo(clock.now() + planLifetimeMs - 1)
    expect(plans.get('p')).toBe(plan)
    clock.runTo(clock.now() + 1)
    expect(() => plans.get('p')).toThrow(code('plan.expired'))
    expect(clock.timers()).toBe(0)
    expect(() => plans.get('q')).toThrow(code('plan.unknown'))
  })

  test('that was dropped is unknown', () => {
    const plans = createPlanCache(createVirtualClock(nowMs))
    plans.add(planOf('p', nowMs))
    plans.drop('p')
    expect(() => plans.get('p')).toThrow(code('plan.unknown'))
  })

  test('is removed to make room for later plans', () => {
    const clock = createVirtualClock(nowMs)
    const plans = createPlanCache(clock)
    for (let at = 0; at < 25; at += 1) plans.add(planOf(`p${at}`, clock.now()))
    expect(() => plans.get('p4')).toThrow(code('plan.expired'))
    expect(plans.get('p5').head.id).toBe('p5')
    plans.close()
    expect(clock.timers()).toBe(0)
  })

  test('gets the name under which it was saved', () => {
    const plans = createPlanCache(createVirtualClock(nowMs))
    plans.add(planOf('p', nowMs))
    plans.rename('p', 'Nights off')
    expect(plans.get('p').head.name).toBe('Nights off')
  })
})

describe('an export', () => {
  const servers = [viewWith('s0', {}).server!]

  test('as CSV has a line for each change and each impossible row, with guarded formulas', () => {
    const { fileName, text } = exportPlan(planOf('p', nowMs, '=cmd()'), 'csv', servers)
    expect(fileName).toBe('wisdeck-plan-2026-05-18.csv')
    expect(text.split('\r\n')).toEqual([
      'server,kind,subject,change,before,after,flags,undo,reason,detail',
      `Server s0,cron,"'=cmd()",update,enabled: true,enabled: false,,full,,`,
      'Server s0,cron,#99,none,,,,,gone,',
    ])
  })

  test('as JSON has the head, the items and the reasons', () => {
    const parsed = JSON.parse(exportPlan(planOf('p', nowMs), 'json', servers).text) as Record<string, unknown>
    expect(parsed).toMatchObject({
      wisdeck: 1,
      plan: { id: 'p', changes: 1 },
      items: [{ server: 'Server s0', key: 's0/cron/1' }],
      impossible: [{ reason: 'gone' }],
    })
  })
})
