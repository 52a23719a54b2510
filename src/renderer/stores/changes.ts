import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Input, Output } from '../../shared/contract.ts'
import type { ErrorValue, Numbered } from '../../shared/errors.ts'
import type { ChangeQuestion } from '../../shared/model/plan.ts'
import type { Run, RunItem, RunProgress } from '../../shared/model/run.ts'
import { api, errorOf } from '../api/client.ts'
import { useRunsStore } from './runs.ts'

/** A change of one row. `confirm` is what the user has confirmed already, by the button that sends the change. */
export type ChangeRequest = Pick<Input<'change.apply'>, 'intent' | 'password' | 'confirm'>
type Confirmation = NonNullable<Input<'change.apply'>['confirm']>
type Answer = Output<'change.apply'>

/** The change of one row that was sent: its run and its one item. */
export interface RowChange {
  readonly run: Run
  readonly item: RunItem
}

/**
 * What became of a change of one row. `already`: the row was as wanted, or gone and to be deleted; nothing was sent.
 * `kept`: the row had changed on the panel, and the user has left it so. `open`: what became of it is not known;
 * `settled` resolves once it is known, and never if no reading can tell.
 */
export type ChangeOutcome =
  | ({ readonly kind: 'done' | 'gone' | 'kept' } & RowChange)
  | { readonly kind: 'already' | 'cancelled' }
  | { readonly kind: 'failed'; readonly error: ErrorValue; readonly change: RowChange | null }
  | ({ readonly kind: 'open'; readonly settled: Promise<ChangeOutcome> } & RowChange)

/** A question about a change of one row. It stays open until the change that it is about has been answered. */
interface QuestionState {
  readonly id: number
  /** Whether the answer has been sent and the outcome is awaited. */
  readonly busy: boolean
  /** Why the last answer was refused, or why the change has failed. */
  readonly error: ErrorValue | null
}
export interface ConfirmQuestion extends QuestionState {
  readonly about: 'confirm'
  readonly question: ChangeQuestion
  /** Null calls the change off. */
  readonly reply: (answer: Confirmation | null) => void
}
export interface ConflictQuestion extends QuestionState {
  readonly about: 'conflict'
  readonly change: RowChange
  /** Null leaves the row as it is. */
  readonly reply: (answer: Decision | null) => void
}
type OpenQuestion = ConfirmQuestion | ConflictQuestion
export type Decision = Pick<Input<'bulk.decide'>, 'decision' | 'confirm'>

const stillGoing: ReadonlySet<RunItem['state']> = new Set(['planned', 'sent', 'accepted'])

/** The questions that are open, the oldest first. */
function useQuestions() {
  const open = shallowRef<readonly OpenQuestion[]>([])
  let lastId = 0
  const put = (question: OpenQuestion) => {
    const others = open.value.filter(({ id }) => id !== question.id)
    open.value = others.length === open.value.length ? [...others, question] : [question, ...others]
  }
  const close = (id: number) => void (open.value = open.value.filter((question) => question.id !== id))
  return {
    open,
    /** Creates the questions of one change: `ask` shows one and resolves with the answer, null if it is called off. */
    series() {
      const id = ++lastId
      let shown: OpenQuestion | null = null
      const show = (question: OpenQuestion) => put((shown = question))
      return {
        isOpen: () => shown !== null,
        confirm: (question: ChangeQuestion, error: ErrorValue | null = null) =>
          new Promise<Confirmation | null>((resolve) => {
            const reply = (answer: Confirmation | null) => {
              if (answer !== null) show({ id, about: 'confirm', question, reply, busy: true, error: null })
              resolve(answer)
            }
            show({ id, about: 'confirm', question, reply, busy: false, error })
          }),
        decide: (change: RowChange, error: ErrorValue | null = null) =>
          new Promise<Decision | null>((resolve) => {
            const reply = (answer: Decision | null) => {
              if (answer !== null) show({ id, about: 'conflict', change, reply, busy: true, error: null })
              resolve(answer)
            }
            show({ id, about: 'conflict', change, reply, busy: false, error })
          }),
        close() {
          shown = null
          close(id)
        },
      }
    },
  }
}
type Questions = ReturnType<typeof useQuestions>
type Series = ReturnType<Questions['series']>
type Followed = ReturnType<typeof useFollowed>
type Send = (confirm: Confirmation | undefined) => Promise<Numbered<Answer>>

/** A change with the sequence number of its item. */
type NumberedChange = RowChange & { readonly seq: number }

/** Follows changes whose outcome is not known yet, until it is. */
function useFollowed() {
  const runs = useRunsStore()
  const followed = shallowRef<ReadonlyMap<string, NumberedChange & { readonly isShown: boolean }>>(new Map())
  const waiting = new Map<string, (change: NumberedChange) => void>()

  const isKnown = ({ state }: RunItem) => state !== 'unknown' && !stillGoing.has(state)
  const forget = (runId: string) => void (followed.value = new Map([...followed.value].filter(([id]) => id !== runId)))

  async function read(runId: string): Promise<void> {
    const [run, { seq, value }] = await Promise.all([
      runs.answered(api.numbered('bulk.run', { runId })),
      api.numbered('bulk.runItems', { runId, limit: 1 }),
    ])
    const [item] = value.items
    const known = followed.value.get(runId)
    if (item === undefined || known === undefined || seq < known.seq) return
    if (!isKnown(item)) return void (followed.value = new Map(followed.value).set(runId, { ...known, run, item, seq }))
    forget(runId)
    waiting.get(runId)?.({ run, item, seq })
    waiting.delete(runId)
  }
  const readQuietly = (runId: string) => void read(runId).catch(() => undefined)

  return {
    open: computed(() => [...followed.value.values()].filter(({ isShown }) => isShown)),
    forget,
    /** Resolves once the outcome is known. With `isShown`, the change is shown as open until then. */
    follow(change: NumberedChange, isShown: boolean): Promise<NumberedChange> {
      const { id } = change.run
      followed.value = new Map(followed.value).set(id, { ...change, isShown })
      if (runs.hasNewer(id, change.seq)) readQuietly(id)
      return new Promise((resolve) => waiting.set(id, resolve))
    },
    progressed: ({ run }: RunProgress) => void (followed.value.has(run.id) && readQuietly(run.id)),
    load: () => [...followed.value.keys()].forEach(readQuietly),
  }
}

/** The keys of rows on which a change or a reading is running, with how many there are of each. */
function useBusyKeys() {
  const counts = shallowRef<ReadonlyMap<string, number>>(new Map())
  const add = (keys: readonly string[], by: number) => {
    const next = new Map(counts.value)
    for (const key of keys) next.set(key, (next.get(key) ?? 0) + by)
    counts.value = new Map([...next].filter(([, count]) => count > 0))
  }
  return {
    isBusy: (key: string) => counts.value.has(key),
    async whileBusy<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
      add(keys, 1)
      try {
        return await work()
      } finally {
        add(keys, -1)
      }
    },
  }
}

/**
 * Sends a change, and again with what the user has confirmed. Once a question is open, it also shows what prevents the
 * change. Resolves to null if the user has called the change off.
 */
async function sendAsked(series: Series, send: Send, known?: Confirmation): Promise<Numbered<Answer> | null> {
  const runs = useRunsStore()
  let confirm: Confirmation | null | undefined = known
  let question: ChangeQuestion | null = null
  for (;;) {
    let error: ErrorValue | null
    try {
      const answer: Numbered<Answer> = await send(confirm)
      const { run, item } = answer.value
      if (run) runs.put({ seq: answer.seq, value: run })
      error = item?.state === 'failed' && item.madeId === null ? item.error : null
      if (error === null || question === null) return answer
    } catch (thrown) {
      error = errorOf(thrown)
      if (error.code !== 'confirm.needed' && question === null) throw thrown
      if (error.code === 'confirm.needed') {
        question = error.details as unknown as ChangeQuestion
        error = null
      }
    }
    confirm = question && (await series.confirm(question, error))
    if (confirm === null) return null
  }
}

/** Finds out what became of changes that were sent, and lets the user decide on conflicts. */
function createSettler(questions: Questions, followed: Followed) {
  const runs = useRunsStore()

  /** Lets the user decide on a row that is different on the panel now. Closing the question leaves the row as it is. */
  async function decide(series: Series, change: NumberedChange): Promise<ChangeOutcome> {
    const { run, item } = change
    let error: ErrorValue | null = null
    for (;;) {
      const answer: Decision | null = await series.decide(change, error)
      const { decision, confirm }: Decision = answer ?? { decision: 'keep' }
      try {
        await runs.decide(run.id, [item.index], decision, confirm)
        return await settle(series, await followed.follow(change, false))
      } catch (thrown) {
        error = errorOf(thrown)
        if (answer === null) return { kind: 'failed', error, change }
      }
    }
  }

  async function settle(series: Series, change: NumberedChange): Promise<ChangeOutcome> {
    const { item } = change
    switch (item.state) {
      case 'held':
        return decide(series, change)
      case 'confirmed':
        return { kind: 'done', ...change }
      case 'skipped':
        return skippedOutcome(change)
      case 'failed':
        return { kind: 'failed', change, error: item.error ?? { code: 'internal', message: 'Failed without an error' } }
      default:
        return { kind: 'open', ...change, settled: settleLater(change) }
    }
  }

  async function settleLater(change: NumberedChange): Promise<ChangeOutcome> {
    const known = await followed.follow(change, true)
    const series = questions.series()
    return settle(series, known).finally(series.close)
  }
  return settle
}

function skippedOutcome(change: RowChange): ChangeOutcome {
  const { skipped } = change.item
  if (skipped === 'already-so') return { kind: 'already' }
  if (skipped === 'gone') return { kind: 'gone', ...change }
  if (skipped === 'kept-as-found') return { kind: 'kept', ...change }
  return { kind: 'failed', change, error: { code: 'cancelled', message: 'The change was not sent' } }
}

/**
 * Changes of one row each, started on the screen of the row. The store sends them, keeps the questions that core wants
 * answered first, and follows those whose outcome is not known yet. Words are `changes/use-change.ts`.
 */
export const useChangesStore = defineStore('changes', () => {
  const questions = useQuestions()
  const followed = useFollowed()
  const settle = createSettler(questions, followed)
  const { isBusy, whileBusy } = useBusyKeys()
  const shownId = shallowRef<string | null>(null)

  const run = (keys: readonly string[], send: Send, known?: Confirmation): Promise<ChangeOutcome> =>
    whileBusy(keys, async () => {
      const series = questions.series()
      try {
        const answer = await sendAsked(series, send, known)
        if (answer === null) return { kind: 'cancelled' }
        const { run, item } = answer.value
        return run && item ? await settle(series, { run, item, seq: answer.seq }) : { kind: 'already' }
      } catch (thrown) {
        return { kind: 'failed', error: errorOf(thrown), change: null }
      } finally {
        series.close()
      }
    })

  return {
    /** The question to answer now, or null. */
    question: computed(() => questions.open.value[0] ?? null),
    /** The changes whose outcome is not known, the oldest first. */
    open: followed.open,
    /** The open change that the user wants to see, or null. */
    shown: computed(() => followed.open.value.find(({ run: { id } }) => id === shownId.value) ?? null),
    show: (runId: string | null) => void (shownId.value = runId),
    forget: followed.forget,
    isBusy,
    whileBusy,
    apply: ({ confirm: known, ...request }: ChangeRequest) =>
      run(
        request.intent.keys ?? [],
        (confirm) => api.numbered('change.apply', { ...request, ...(confirm === undefined ? {} : { confirm }) }),
        known,
      ),
    /** Undoes a run that has changed one row. `keys` are the rows that wait meanwhile. */
    undo: (runId: string, keys: readonly string[]) =>
      run(keys, (confirm) => api.numbered('change.undo', { runId, ...(confirm === undefined ? {} : { confirm }) })),
    progressed: followed.progressed,
    load: followed.load,
  }
})
