import { changeJob, createJob, readJob, removeJob } from './cron-state.ts'
import { readFields } from './fields.ts'
import { printJob, printList } from './print.ts'
import { answer, badBody, reply, type Route, type RouteInput, type RouteResult } from './route.ts'
import { printRuns, runsOf } from './runs.ts'

/** Calls `run` with the job's integer id, or answers 400 if the path holds none. */
const withId =
  (run: (input: RouteInput, id: number) => RouteResult): Route['run'] =>
  (input) => {
    const text = input.params[0] ?? ''
    return /^\d{1,15}$/.test(text)
      ? run(input, Number(text))
      : { ok: false, refusal: { status: 400, sentence: 'Invalid cron job ID' } }
  }

const list: Route['run'] = ({ state, print }) =>
  answer(
    state,
    printList(
      state.jobs.map((job) => printJob(job, print)),
      print,
    ),
  )

const create: Route['run'] = ({ state, traits, body, print, nowMs }) => {
  const fields = readFields(body, { name: 'string', command: 'string', cron_expr: 'string', domain: 'string' })
  if (!fields) return badBody
  const draft = {
    name: fields.name ?? '',
    command: fields.command ?? '',
    cronExpr: fields.cron_expr ?? '',
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
    ...(fields.name === undefined ? {} : { name: fields.name }),
    ...(fields.command === undefined ? {} : { command: fields.command }),
    ...(fields.cron_expr === undefined ? {} : { cronExpr: fields.cron_expr }),
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
    state,
    status: 200,
    ...printRuns(runsOf(found.value, state.utcOffsetMinutes), traits.logShape, print),
  }
})

/** The routes below `/cronjobs` of the API document. */
export const cronRoutes: readonly Route[] = [
  { method: 'GET', path: '/cronjobs/', scope: 'cron', run: list },
  { method: 'POST', path: '/cronjobs/', scope: 'cron', run: create },
  {
    method: 'GET',
    path: '/cronjobs/:id',
    scope: 'cron',
    run: withId(({ state, print }, id) => reply(readJob(state, id), (job) => printJob(job, print))),
  },
  { method: 'GET', path: '/cronjobs/:id/logs', scope: 'cron', run: logs },
  { method: 'PUT', path: '/cronjobs/:id', scope: 'cron', run: update },
  {
    method: 'DELETE',
    path: '/cronjobs/:id',
    scope: 'cron',
    run: withId(({ state }, id) => reply(removeJob(state, id), () => ({ message: 'Cron job deleted successfully' }))),
  },
]
