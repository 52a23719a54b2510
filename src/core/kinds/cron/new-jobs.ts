import { cronDraft, cronPatch } from '../../../shared/kinds/cron.ts'
import { rowKey } from '../../../shared/model/inventory.ts'
import type { RunItem } from '../../../shared/model/run.ts'
import { copiedTo, createJobPlanner, type JobTemplate } from './new-job.ts'
import { checkSchedule } from './job-changes.ts'
import { usesVariables } from './variables.ts'
import type { Draft, Outcome } from '../../planning/outcome.ts'
import type { ActionOf, PreparedPlan } from '../../planning/prepared.ts'
import { createPlannedReads } from '../../planning/planned-reads.ts'
import { absenceOf, type ServerView } from '../../planning/server-view.ts'
import { targetsOf } from '../../planning/targets.ts'

type Views = (serverId: string) => ServerView

/**
 * Drafts a job to be created on a server, under the key of a row that does not exist yet. Its subject is the name that
 * the job will get, or `name` if no job is to be created.
 */
export function newJobDraft(view: ServerView, name: string, computeOutcome: () => Outcome): Draft {
  const outcome = view.blocked ?? view.unread.cron ?? computeOutcome()
  const subject = outcome !== 'noop' && 'op' in outcome ? String(outcome.after?.['name']) : name
  return { key: rowKey(view.id, 'cron', `+${subject}`), serverId: view.id, kind: 'cron', subject, outcome }
}

/**
 * Prepares a cron job on many servers, each later than the one before by the stagger.
 * @throws AppError input.invalid for a schedule that is not valid
 */
export function prepareJobOnMany(action: ActionOf<'cron.create'>): PreparedPlan {
  const template: JobTemplate = { ...action.job, ...action.settings }
  checkSchedule(
    template.cronExpr,
    action.settings?.cronExpr === undefined ? 'intent.action.job.cronExpr' : 'intent.action.settings.cronExpr',
  )
  const serverIds = [...new Set(action.serverIds)]
  const plannedReads = createPlannedReads()
  const variables = usesVariables([template.name, template.command, template.domain ?? ''])
  for (const serverId of serverIds) {
    plannedReads.add(serverId, { kind: 'cron' })
    if (variables) plannedReads.add(serverId, { hint: 'ftp' })
  }
  return {
    plannedReads: plannedReads.list(),
    *drafts(view: Views): Iterable<Draft> {
      const jobPlanner = createJobPlanner()
      for (const [at, serverId] of serverIds.entries()) {
        const serverView = view(serverId)
        const options = { variables: action.variables[serverId], laterMin: at * action.staggerMin }
        yield newJobDraft(serverView, template.name, () => jobPlanner.plan(serverView, template, options))
      }
    },
  }
}

/**
 * Prepares copies of the jobs that the keys name, on each of the servers.
 * @throws AppError input.invalid if there are no keys
 */
export function prepareCopies(action: ActionOf<'cron.copy'>, keys: readonly string[]): PreparedPlan {
  const sources = targetsOf(keys, 'cron')
  const serverIds = [...new Set(action.serverIds)]
  const plannedReads = createPlannedReads()
  for (const { serverId, id } of sources.rows) plannedReads.add(serverId, { kind: 'cron', row: id, source: true })
  for (const serverId of serverIds) {
    plannedReads.add(serverId, { kind: 'cron' })
    plannedReads.add(serverId, { hint: 'ftp' })
  }
  return {
    plannedReads: plannedReads.list(),
    *drafts(view: Views): Iterable<Draft> {
      const jobPlanner = createJobPlanner()
      yield* sources.impossible
      for (const source of sources.rows) {
        const sourceView = view(source.serverId)
        const job = sourceView.cron.get(source.id)
        if (!job || sourceView.unread.cron)
          yield {
            ...source,
            subject: job?.name ?? `#${source.id}`,
            outcome: sourceView.unread.cron ?? absenceOf(sourceView, 'cron', source.id),
          }
        else
          for (const [at, serverId] of serverIds.entries()) {
            const serverView = view(serverId)
            const options = { variables: action.variables[serverId], laterMin: at * action.staggerMin }
            yield newJobDraft(serverView, job.name, () =>
              jobPlanner.plan(serverView, copiedTo(serverView, job, options.variables), options),
            )
          }
      }
    },
  }
}

/** Drafts jobs once more that a run has not created. A job that replaces a deleted one still does. */
export function createJobRetry() {
  const jobPlanner = createJobPlanner()
  return (view: ServerView, item: RunItem): Draft | null => {
    const isDomainUnknown = item.after?.['domain'] === null
    const job = cronDraft.safeParse({ ...item.after, ...(isDomainUnknown ? { domain: undefined } : {}) })
    const settings = cronPatch.safeParse(item.after)
    if (!job.success || !settings.success) return null
    return newJobDraft(view, item.subject, () => {
      const template = { ...job.data, ...settings.data, ...(isDomainUnknown ? { domain: null } : {}) }
      const outcome = jobPlanner.plan(view, template, { variables: undefined, laterMin: 0 })
      return outcome === 'noop' || 'reason' in outcome || item.replaces === undefined
        ? outcome
        : { ...outcome, replaces: item.replaces }
    })
  }
}
