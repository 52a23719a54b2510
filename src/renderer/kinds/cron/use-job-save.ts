import { computed, shallowRef } from 'vue'
import type { ErrorValue } from '../../../shared/errors.ts'
import type { CronJob, CronPatch } from '../../../shared/kinds/cron.ts'
import { intents, sendAgain } from '../../changes/intents.ts'
import { useChange, type ChangeTexts } from '../../changes/use-change.ts'
import { patchAfterCreate, toDraft, type JobForm } from './job-form.ts'
import { useChangesStore, type ChangeOutcome, type ChangeRequest } from '../../stores/changes.ts'

/** What became of a form that was sent: `key` is that of the job, or null if the dialog has to stay. */
export interface SavedJob {
  readonly key: string | null
  /** Whether the job was created although not all of its settings took. */
  readonly isPartial: boolean
}

/** The error of a creation that found an equal job. A second one would make it run twice. */
const taken: ErrorValue = { code: 'change.impossible', message: 'The name is taken', details: { reason: 'exists' } }
const isTwin = ({ kind }: ChangeOutcome, key: string | null): boolean => kind === 'already' && key === null

/**
 * Sends a job's form. `error` says why that failed, and `sent` holds the form as it was sent, so that the error is no
 * longer shown at a field that has been changed since. While a change is running, nothing more is sent.
 */
export function useJobSave(onSaved: (saved: SavedJob) => void) {
  const { apply, tell } = useChange()
  const changes = useChangesStore()
  const busy = shallowRef(false)
  const error = shallowRef<ErrorValue | null>(null)
  const sent = shallowRef<JobForm | null>(null)
  const runId = shallowRef<string | null>(null)

  function settle(outcome: ChangeOutcome, key: string | null): void {
    const change = outcome.kind === 'failed' ? outcome.change : 'item' in outcome ? outcome : null
    const madeKey =
      change?.item.madeId == null ? null : `${change.item.serverId}/${change.item.kind}/${change.item.madeId}`
    runId.value = outcome.kind === 'open' ? outcome.run.id : null
    error.value = outcome.kind === 'failed' ? outcome.error : isTwin(outcome, key) ? taken : null
    if (outcome.kind === 'failed' && madeKey !== null) {
      tell(outcome.error, change?.item.subject ?? '')
      onSaved({ key: madeKey, isPartial: true })
    } else if (error.value !== null) return
    else if (outcome.kind === 'open' && madeKey !== null) onSaved({ key: madeKey, isPartial: false })
    else if (outcome.kind === 'gone') onSaved({ key: null, isPartial: false })
    else if (outcome.kind === 'done' || outcome.kind === 'already') onSaved({ key: madeKey ?? key, isPartial: false })
  }

  async function send(form: JobForm, request: ChangeRequest, texts: ChangeTexts, key: string | null): Promise<void> {
    if (busy.value) return
    busy.value = true
    error.value = null
    sent.value = form
    // A creation that is sent again takes the place of the one whose outcome is not known, which the form has told.
    const again = runId.value === null || key !== null ? {} : { confirm: sendAgain }
    if (runId.value !== null) changes.forget(runId.value)
    const outcome = await apply({ ...request, ...again }, texts)
    busy.value = false
    settle(outcome, key)
    if (outcome.kind !== 'open') return
    const { run } = outcome
    void outcome.settled.then((known) => runId.value === run.id && settle(known, key))
  }

  return {
    busy,
    error,
    sent,
    /** The change, while what became of it is not known. */
    open: computed(() => changes.open.find(({ run }) => run.id === runId.value) ?? null),
    create: (form: JobForm, texts: ChangeTexts) =>
      send(form, { intent: intents.job.create(form.serverId, toDraft(form), patchAfterCreate(form)) }, texts, null),
    update: (form: JobForm, job: CronJob, patch: CronPatch, texts: ChangeTexts) => {
      const key = `${form.serverId}/cron/${job.id}`
      return send(form, { intent: intents.job.edit(key, patch) }, texts, key)
    },
  }
}
