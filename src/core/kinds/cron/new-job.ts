import { shiftCron } from '../../../shared/cron/index.ts'
import type { CronJob } from '../../../shared/kinds/cron.ts'
import { type Change, differences, impossible, type Outcome } from '../../planning/outcome.ts'
import type { ServerView } from '../../planning/server-view.ts'
import { invalidField } from './job-changes.ts'
import { isSameValue } from './is-same-value.ts'
import { domainsOf, fillIn, type Values, valuesOf } from './variables.ts'

/** A job to be created. Name, command and domain may hold variables. */
export interface JobTemplate {
  readonly name: string
  readonly command: string
  readonly cronExpr: string
  /** Null if the job that it replaces may have had a domain that nobody knows. */
  readonly domain?: string | null | undefined
  readonly enabled?: boolean | undefined
  readonly emailOnComplete?: string | undefined
  readonly emailOnError?: boolean | undefined
}

interface JobPlanner {
  /**
   * Plans the job of a template on one server. `variables` are the values given for that server, `laterMin` is by how
   * many minutes the job starts later than the template says.
   */
  plan(
    view: ServerView,
    template: JobTemplate,
    options: { readonly variables: Values | undefined; readonly laterMin: number },
  ): Outcome
}

/** Returns the fields of a job that a copy or a recreation keeps: all that a user can set, as it is sent. */
export function templateOf(job: CronJob): JobTemplate {
  const { name, command, cronExpr, domain, enabled, emailOnComplete, emailOnError } = job
  return {
    name: name.trim(),
    command: command.trim(),
    cronExpr,
    ...(domain ? { domain } : {}),
    enabled,
    emailOnComplete,
    emailOnError,
  }
}

const dropUndefined = (template: JobTemplate) =>
  Object.fromEntries(Object.entries(template).filter(([, value]) => value !== undefined))

function filled(template: JobTemplate, values: Values): JobTemplate | { readonly missing: string } {
  const [name, command, domain] = [template.name, template.command, template.domain ?? ''].map((text) =>
    fillIn(text, values),
  )
  if (name === undefined || command === undefined || domain === undefined) return template
  if ('missing' in name) return name
  if ('missing' in command) return command
  if ('missing' in domain) return domain
  return {
    ...template,
    name: name.text,
    command: command.text,
    domain: template.domain === null ? null : domain.text || undefined,
  }
}

/**
 * Returns the flags of a new job: a job cannot be looked up by its name, so a cut list may hide one of that name; and
 * one that replaces another may lack its domain.
 */
export const newJobFlags = ({ cut }: ServerView, { domain }: Pick<JobTemplate, 'domain'>): Change['flags'] => [
  ...(cut.cron ? (['may-exist'] as const) : []),
  ...(domain === null ? (['domain-unknown'] as const) : []),
]

/**
 * Creates a planner of new jobs that takes into account the existing jobs and those it has planned before. An equal
 * job is not created again. A different job of the same name makes the creation impossible, because two jobs with the
 * same name would both run.
 */
export function createJobPlanner(): JobPlanner {
  const plannedJobs = new Map<string, Map<string, string>>()
  const byName = new WeakMap<ServerView, ReadonlyMap<string, readonly CronJob[]>>()

  const namesakes = (view: ServerView, name: string): readonly CronJob[] => {
    const names = byName.get(view) ?? Map.groupBy(view.cron.values(), (job) => job.name)
    byName.set(view, names)
    return names.get(name) ?? []
  }

  return {
    plan(view, template, { variables, laterMin }) {
      const job = filled(template, valuesOf(view, variables))
      if ('missing' in job) return impossible('variable-unknown', job.missing)
      const cronExpr = laterMin === 0 ? job.cronExpr : shiftCron(job.cronExpr, laterMin)
      if (cronExpr === null) return impossible('not-shiftable', job.cronExpr)
      const invalid = invalidField({ ...job, cronExpr })
      if (invalid !== null) return impossible('invalid-result', invalid)
      const after = dropUndefined({ ...job, cronExpr })
      const existingJobs = namesakes(view, job.name)
      if (existingJobs.some((row) => differences(row, after, isSameValue) === null)) return 'noop'
      if (existingJobs.length > 0) return impossible('exists', job.name)
      const plannedOnServer = plannedJobs.get(view.id) ?? new Map<string, string>()
      plannedJobs.set(view.id, plannedOnServer)
      const plannedBefore = plannedOnServer.get(job.name)
      if (plannedBefore !== undefined)
        return plannedBefore === JSON.stringify(after) ? 'noop' : impossible('exists', job.name)
      plannedOnServer.set(job.name, JSON.stringify(after))
      return { op: 'create', before: null, after, flags: newJobFlags(view, job), undo: 'full' }
    },
  }
}

/**
 * Returns the template of a copy for one server. A job without a domain stays without one. The job's domain is kept if
 * none is given for the server, and the server has that domain or no known domain. Otherwise the domain is the given
 * one, or the only one of the server.
 */
export function copiedTo(view: ServerView, job: CronJob, given: Values | undefined): JobTemplate {
  const template = templateOf(job)
  const domains = domainsOf(view)
  if (!template.domain || (!given?.domain && (domains.has(template.domain) || domains.size === 0))) return template
  return { ...template, domain: '{{domain}}' }
}
