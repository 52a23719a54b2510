import type { ErrorValue } from '../../shared/errors.ts'
import type { Run, RunItem } from '../../shared/model/run.ts'
import { useToasts } from '../composables/toasts.ts'
import { useUndo } from '../composables/undo.ts'
import { useText } from '../i18n/index.ts'
import { type ChangeOutcome, type ChangeRequest, useChangesStore } from '../stores/changes.ts'
import { useChangeWords } from './use-change-words.ts'

/** The words for a change, from the screen that starts it. */
export interface ChangeTexts {
  /** The name of the row. */
  readonly subject: string
  /** The title of the toast when it is done. Null if the screen reports it itself. */
  readonly done: string | null
  /** More to say when it is done. */
  readonly text?: string | undefined
}

/** Returns the key of the row that an undo of this change changes. */
const undoKeys = ({ op, key, serverId, kind, madeId }: RunItem): readonly string[] =>
  op === 'create' && madeId !== null ? [`${serverId}/${kind}/${madeId}`] : [key]

/** Returns a function that reports the outcome of a change, except an error, which a screen shows where it belongs. */
function useReport(undo: (runId: string, keys: readonly string[], title: string) => Promise<void>) {
  const { t } = useText()
  const toasts = useToasts()
  const changes = useChangesStore()
  const words = useChangeWords()
  const { tell } = useUndo()

  function reportDone(item: RunItem, { id, undoOf }: Run, title: string, text?: string): void {
    const undone =
      item.op === 'update'
        ? t('common.asBefore', { name: item.subject })
        : t('change.undone', { what: words.what(item) })
    const label = t(undoOf === null ? 'action.undo' : 'action.redo')
    const action = { label, run: () => void undo(id, undoKeys(item), undone) }
    const besides = item.found && t('change.besides', { fields: words.fields(item.found) })
    const recreate = item.undo === 'recreate' ? t('change.recreate') : null
    const sentences = [besides ?? recreate, text].filter(Boolean).join(' ')
    toasts.show({
      title,
      tone: besides === null ? 'ok' : 'warn',
      ...(sentences === '' ? {} : { text: sentences }),
      ...(item.undo === 'none' ? {} : { action, undoes: `run/${id}` }),
    })
  }

  function report(outcome: ChangeOutcome, { subject, done, text }: ChangeTexts): void {
    switch (outcome.kind) {
      case 'done':
        if (done !== null) reportDone(outcome.item, outcome.run, done, text)
        return
      case 'already':
        return void toasts.show({ title: t('change.already', { name: subject }), text: t('change.nothingSent') })
      case 'gone':
        return void toasts.show({
          title: t('change.gone', { name: subject, server: words.serverName(outcome.item.serverId) }),
          text: t('change.goneText'),
          tone: 'warn',
        })
      case 'kept':
        return void toasts.show({ title: t('change.kept', { name: subject }), text: t('change.keptText') })
      case 'open':
        toasts.show({
          title: t('change.open.title', { what: words.what(outcome.item) }),
          text: words.notKnown(outcome.item),
          tone: 'warn',
          action: { label: t('action.show'), run: () => changes.show(outcome.run.id) },
          durationMs: 15_000,
        })
        void outcome.settled.then((known) => {
          report(known, { subject, done: done ?? t('change.settled', { what: words.what(outcome.item) }) })
          if (known.kind === 'failed') tell(known.error, subject)
        })
        return
    }
  }

  return report
}

/**
 * Changes one row on its panel and reports the outcome: by a toast with Undo if it was done, and in words if the row
 * was so already, is gone, was left as it is, or if what became of the change is not known. `apply` returns the
 * outcome, and a screen shows the error of a failed one; `tell` shows it as a toast. `ChangeHost` asks what core wants
 * confirmed.
 */
export function useChange() {
  const changes = useChangesStore()
  const { tell } = useUndo()
  const report = useReport(undo)

  async function apply(request: ChangeRequest, texts: ChangeTexts): Promise<ChangeOutcome> {
    const outcome = await changes.apply(request)
    report(outcome, texts)
    return outcome
  }

  /** Undoes a change of one row. `title` and `text` are those of the toast when it is done. */
  async function undo(runId: string, keys: readonly string[], title: string, text?: string): Promise<void> {
    const outcome = await changes.undo(runId, keys)
    const item = 'item' in outcome ? outcome.item : outcome.kind === 'failed' ? outcome.change?.item : undefined
    if (outcome.kind === 'failed') tell(outcome.error, item?.subject)
    else report(outcome, { subject: item?.subject ?? title, done: title, text })
  }

  return { apply, undo, tell: (error: ErrorValue, subject: string) => tell(error, subject) }
}
