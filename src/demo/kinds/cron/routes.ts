import { readFields } from '../../fields.ts'
import { printList } from '../../print.ts'
import { answer, badBody, refused, reply, type Route, type RouteInput, type RouteResult } from '../../route.ts'
import type { PanelTraits } from '../../traits.ts'
import { printJob } from './print.ts'
import { printRuns, runsOf } from './runs.ts'
import { withoutMacro } from './schedule.ts'
import { changeJob, createJob, type CronState, readJob, removeJob } from './state.ts'

type Run = Route<CronState>['run']

const stored = (expression: string, { macrosAsFields }: PanelTraits) =>
  macrosAsFields ? withoutMacro(expression) : expression

/** Calls `run` with the job's integer id, or answers 400 if the path holds none. */
const withId =
  (run: (input: RouteInput<CronState>, id: number) => RouteResult<CronState>): Run =>
  (input) => {
    const text = input.params[0] ?? ''
    return /^\d{1,15}$/.test(text) ? run(input, Number(text)) : refused(400, 'Invalid cron job ID')
  }

const list: Run = ({ state, print }) =>
  answer(
    printList(
      state.jobs.map((job) => printJob(job, print)),
      print,
    ),
  )

const create: Run = ({ state, traits, body, print, nowMs }) => {
  const fields = readFields(body, { name: 'string', command: 'string', cron_expr: 'string', domain: 'string' })
  if (!fields) return badBody
  const draft = {
    name: fields.name ?? '',
    command: fields.command ?? '',
    cronExpr: stored(fields.cron_expr ?? '', traits),
    domain: fields.domain || null,
  }
  return reply(createJob(state, draft, nowMs, traits.uniqueJobNames), (job) => printJob(job, print), 201)
}

const update = withId(({ state, traits, body, print, nowMs }, id) => {
  const fields = readFields(body, {
    name: 'string',
    command: 'string',
    cron_expr: 'string',
    domain: 'string',
    enabled: 'boolean',
    email_on_complete: 'string',
    email_on_error: 'boolean',
  })
  if (!fields) return badBody
  const change = {
    ...(traits.putReplacesRow ? { domain: null, enabled: true, emailOnComplete: '', emailOnError: false } : {}),
    ...(fields.name === undefined ? {} : { name: fields.name }),
    ...(fields.command === undefined ? {} : { command: fields.command }),
    ...(fields.cron_expr === undefined ? {} : { cronExpr: stored(fields.cron_expr, traits) }),
    ...(fields.domain === undefined ? {} : { domain: fields.domain || null }),
    ...(fields.enabled === undefined ? {} : { enabled: fields.enabled }),
    ...(fields.email_on_complete === undefined ? {} : { emailOnComplete: fields.email_on_complete }),
    ...(fields.email_on_error === undefined ? {} : { emailOnError: fields.email_on_error }),
  }
  return reply(changeJob(state, id, change, nowMs), (job) =>
    traits.terseReplies ? { message: 'Cron job updated successfully' } : printJob(job, print),
  )
})

const logs = withId(({ state, traits, print }, id) => {
  const found = readJob(state, id)
  if (!found.ok) return found
  return {
    ok: true,
    state: {},
    status: 200,
    ...printRuns(runsOf(found.value, state.utcOffsetMinutes), traits.logShape, print),
  }
})

/** The routes of the API document below `/cronjobs`. */
export const cronRoutes: readonly Route<CronState>[] = [
  { method: 'GET', path: '/cronjobs/', run: list },
  { method: 'POST', path: '/cronjobs/', run: create },
  {
    method: 'GET',
    path: '/cronjobs/:id',
    run: withId(({ state, print }, id) => reply(readJob(state, id), (job) => printJob(job, print))),
  },
  { method: 'GET', path: '/cronjobs/:id/logs', run: logs },
  { method: 'PUT', path: '/cronjobs/:id', run: update },
  {
    method: 'DELETE',
    path: '/cronjobs/:id',
    run: withId(({ state }, id) => reply(removeJob(state, id), () => ({ message: 'Cron job deleted successfully' }))),
  },
]
