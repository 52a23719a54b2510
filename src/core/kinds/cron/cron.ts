import { cronDraft, type CronJob, cronPatch } from '../../../shared/kinds/cron.ts'
import { cronModel } from '../../../shared/kinds/cron-model.ts'
import { endpointsBelow } from '../../panel/endpoint.ts'
import { readList, readOne } from '../../panel/reply-fields.ts'
import { definedFields } from '../row-facts.ts'
import type { ReportedRow } from '../../../shared/kinds/kind.ts'
import type { Facts, RowKind } from '../kind.ts'
import { jobActions } from './actions.ts'
import { isEqualJob } from './is-equal-job.ts'
import { isSameValue } from './is-same-value.ts'
import { createJobRetry } from './new-jobs.ts'
import { readRow } from './read-row.ts'
import { recreateJob } from './recreate-job.ts'

type Job = ReportedRow<CronJob>

const endpoint = endpointsBelow('/cronjobs', 'cron')

/** Returns the given fields under the API's names. An empty domain is left out. */
const bodyOf = (fields: Facts): Facts =>
  definedFields({
    name: fields['name'],
    command: fields['command'],
    cron_expr: fields['cronExpr'],
    domain: fields['domain'] || undefined,
    enabled: fields['enabled'],
    email_on_complete: fields['emailOnComplete'],
    email_on_error: fields['emailOnError'],
  })

/** Cron jobs (API document, "Cron jobs"). */
export const cron = {
  idOf: cronModel.idOf,
  endpoints: {
    list: endpoint('GET', '/', 'read'),
    get: endpoint('GET', '/:id', 'read'),
    remove: endpoint('DELETE', '/:id', 'remove'),
  },
  readList: (body) => readList(body, ['jobs', 'cronjobs'], readRow),
  readOne: (body) => readOne(body, ['job', 'cronjob'], readRow),
  setters: {
    // An update needs only the fields that change, as in `PUT {"enabled": false}` of the API document.
    settings: {
      fields: ['name', 'command', 'cronExpr', 'enabled', 'emailOnComplete', 'emailOnError'],
      endpoint: endpoint('PUT', '/:id', 'set'),
      values: cronPatch,
      body: bodyOf,
    },
  },
  creation: {
    endpoint: endpoint('POST', '/', 'create'),
    draft: cronDraft,
    body: bodyOf,
    carries: ['name', 'command', 'cronExpr', 'domain'],
    defaults: { enabled: true, emailOnComplete: '', emailOnError: false },
    identifies({ name, command, cronExpr }: Facts, row: Job) {
      const draft = { name: String(name ?? ''), command: String(command ?? ''), cronExpr: String(cronExpr ?? '') }
      if (isEqualJob(row, draft)) return 'same'
      return row.name === draft.name ? 'namesake' : 'no'
    },
    hasUniqueNames: false,
    createRetry: createJobRetry,
  },
  // The same job can be created again, with another id and without its log.
  undoOfRemoval: 'recreate',
  recreate: recreateJob,
  actions: jobActions,
  ownRead: [],
  same: isSameValue,
  timesOf: ({ updatedAt, createdAt, lastRunAt }) => [updatedAt ?? createdAt, lastRunAt],
} as const satisfies RowKind<Job>
