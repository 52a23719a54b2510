import { describe, expect, test } from 'vitest'
import type { Input, Output } from '../../shared/contract.ts'
import type { BulkIntent } from '../../shared/model/bulk-action.ts'
import { ftpRow } from './plan/fixtures.ts'
import { addOn, code, page, usePlanning } from './planning.fixture.ts'

const { rig, put, plan, planOf } = usePlanning()

describe('what can be done with a plan', () => {
  test('its items are read page by page, by server and by flag', async () => {
    put('s0')
    put('s1')
    const { id: planId } = await planOf(addOn('s0/ftp/admin_a', 's0/ftp/admin_b', 's1/ftp/admin_a', 's1/ftp/admin_b'))
    const items = (query: Partial<Input<'bulk.planItems'>>) =>
      rig().bulk.handlers['bulk.planItems']({ planId, without: [], ...page, ...query }) as Output<'bulk.planItems'>
    expect(items({}).items.map(({ index }) => index)).toEqual([0, 1, 2, 3])
    expect(items({ offset: 1, limit: 2 })).toMatchObject({ total: 4, items: [{ index: 1 }, { index: 2 }] })
    expect(items({ serverId: 's1', flag: 'first-restriction' })).toMatchObject({
      total: 1,
      items: [{ key: 's1/ftp/admin_b' }],
    })
    expect(items({ without: ['first-restriction'] })).toMatchObject({
      total: 2,
      items: [{ key: 's0/ftp/admin_a' }, { key: 's1/ftp/admin_a' }],
    })
    rig().bulk.handlers['bulk.dropPlan']({ planId })
    expect(() => items({})).toThrow(code('plan.unknown'))
  })

  test('it is saved under a name and made again from the rows of that moment', async () => {
    let list: readonly string[] = ['203.0.113.7']
    put('s0', { ftp: () => [ftpRow('a', { allowedIps: [...list] })] })
    const intent: BulkIntent = addOn('s0/ftp/admin_a')
    const { id: planId } = await planOf(intent)
    const saved = rig().bulk.handlers['bulk.savePlan']({ planId, name: 'Office' }) as Output<'bulk.savePlan'>
    expect(rig().bulk.handlers['bulk.savedPlans']({})).toEqual([
      { id: saved.id, name: 'Office', action: intent.action, keys: 1, savedAtMs: rig().clock.now() },
    ])
    expect(rig().bulk.plans.get(planId).head.name).toBe('Office')
    list = ['203.0.113.7', '198.51.100.1']
    await rig().clock.advance(200_000)
    expect(await plan({ planningId: 't', savedId: saved.id })).toMatchObject({ name: 'Office', changes: 0, noops: 1 })
    rig().bulk.handlers['bulk.forgetPlan']({ savedId: saved.id })
    expect(() => rig().bulk.handlers['bulk.forgetPlan']({ savedId: saved.id })).toThrow(code('plan.unknown'))
  })

  test('a plan from a file with passwords is not saved; one from a file without passwords is', async () => {
    put('s0')
    const importOf = (csv: string) => planOf({ action: { type: 'ftp.import', csv, lines: [2] } })
    const secret = await importOf('server,username,password\ns0,deploy,S3cret\n')
    expect(() => rig().bulk.handlers['bulk.savePlan']({ planId: secret.id, name: 'x' })).toThrow(
      code('plan.holds-passwords'),
    )
    expect(rig().bulk.plans.get(secret.id).secrets.get(0)).toBe('S3cret')
    expect(JSON.stringify(secret)).not.toContain('S3cret')
    const shifted = await importOf('server,username,allowed_ips,password\ns0,deploy,,\ns0,bob,S3cret\n')
    expect(() => rig().bulk.handlers['bulk.savePlan']({ planId: shifted.id, name: 'x' })).toThrow(
      code('plan.holds-passwords'),
    )
    const plain = await importOf('server,username\ns0,deploy\n')
    const saved = rig().bulk.handlers['bulk.savePlan']({ planId: plain.id, name: 'x' }) as Output<'bulk.savePlan'>
    expect(await plan({ planningId: 't', savedId: saved.id })).toMatchObject({
      changes: 1,
      needs: { passphrase: true },
    })
  })

  test('the lines of a file are returned without their passwords', () => {
    put('s0')
    const { rows } = rig().bulk.handlers['bulk.readCsv']({
      csv: 'server,username,password\nServer s0,deploy,S3cret\n',
    }) as Output<'bulk.readCsv'>
    expect(rows).toEqual([
      {
        line: 2,
        serverId: 's0',
        serverName: 'Server s0',
        account: { username: 'deploy' },
        hasPassword: true,
        problems: [],
      },
    ])
  })
})
