import { describe, expect, it } from 'vitest'
import { cronRow, item, ledger, planned, viewWith } from '../../bulk/plan/fixtures.ts'
import type { CronJob } from '../../../shared/kinds/cron.ts'
import type { RowFacts } from '../../../shared/model/plan.ts'

/** Plans the undo of a removed job. `others` are the jobs that its panel still has. */
function undoOf(job: CronJob, createdWith: RowFacts | null, others: readonly CronJob[] = []) {
  const before = { ...job }
  const removed = item({ key: 's0/cron/7', kind: 'cron', op: 'remove', subject: job.name, before, after: null })
  const undo = { action: { type: 'undo', runId: 'r' }, keys: [] } as const
  const runs = ledger([{ ...removed, undo: 'recreate' }])
  return planned(undo, [viewWith('s0', { cron: others })], { runs, createdWith: () => createdWith }).items[0]
}

describe('the domain of a job that is made again', () => {
  const [shown, asked] = [cronRow(7, { domain: 'a.example' }), { name: 'job 7', domain: 'b.example' }]
  it.each([
    ['the one that its panel has shown', undoOf(shown, asked), 'a.example'],
    ['the one that it was created with', undoOf(cronRow(7), asked), 'b.example'],
    ['none if its panel has shown none', undoOf(cronRow(7, { domain: '' }), asked), undefined],
    [
      'none if its panel shows those of others',
      undoOf(cronRow(7), asked, [cronRow(1, { domain: 'c.example' })]),
      undefined,
    ],
    ['none if it was created without', undoOf(cronRow(7), { name: 'job 7' }), undefined],
  ])('is %s', (_, made, domain) => {
    expect(made?.after?.['domain']).toBe(domain)
    expect(made?.flags).toEqual([])
  })

  it.each([
    ['its panel does not show domains', undoOf(cronRow(7), null)],
    ['it was itself made again without', undoOf(cronRow(7), { name: 'job 7', domain: null })],
  ])('is told as not known if %s', (_, made) => {
    expect(made?.after).toMatchObject({ domain: null })
    expect(made?.flags).toEqual(['domain-unknown'])
  })
})
