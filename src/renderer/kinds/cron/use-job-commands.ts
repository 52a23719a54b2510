import { Copy, Power, PowerOff } from '@lucide/vue'
import { h } from 'vue'
import { useUndo } from '../../composables/undo.ts'
import { useText } from '../../i18n/index.ts'
import { useNotesStore } from '../../stores/notes.ts'
import type { RowCommands, RowsScreen } from '../kind.ts'
import { useRowDialog } from '../use-row-dialog.ts'
import type { JobRequest } from './job-request.ts'
import type { JobRow } from './job-rows.ts'
import JobDialog from './JobDialog.vue'
import type { MenuItem } from '../../components/types.ts'
import { blockedReason } from '../row-menu.ts'
import { intents } from '../../changes/intents.ts'
import { useChange } from '../../changes/use-change.ts'

/** Commands on one job that need no form. Each reports its outcome itself. */
function useJobCalls() {
  const { t } = useText()
  const { apply, tell } = useChange()

  return {
    /** Enables or disables a job. Resolves to whether it is as wanted now. */
    async setEnabled(row: JobRow, enabled: boolean): Promise<boolean> {
      const { name } = row.job
      const done = t(enabled ? 'common.isEnabled' : 'common.isDisabled', { name })
      const outcome = await apply({ intent: intents.job.edit(row.key, { enabled }) }, { subject: name, done })
      if (outcome.kind === 'failed') tell(outcome.error, name)
      return outcome.kind === 'done' || outcome.kind === 'already'
    },
    /** Deletes a job on its server. Resolves to whether it is gone. */
    async remove(row: JobRow): Promise<boolean> {
      const { name } = row.job
      const done = t('cron.delete.done', { name, server: row.server.name })
      const outcome = await apply({ intent: intents.job.remove(row.key) }, { subject: name, done })
      if (outcome.kind === 'failed') tell(outcome.error, name)
      return ['done', 'already', 'gone'].includes(outcome.kind)
    },
  }
}

/** Returns the items that only the menu of a job has. */
function jobMenu(row: JobRow, t: ReturnType<typeof useText>['t']): readonly MenuItem[] {
  const { enabled } = row.job
  return [
    {
      id: 'enabled',
      label: t(enabled ? 'action.disable' : 'action.enable'),
      icon: enabled ? PowerOff : Power,
      ...blockedReason(row, t),
    },
    { id: 'duplicate', label: t('action.duplicateAsk'), icon: Copy },
  ]
}

export interface JobCommands extends RowCommands<JobRow> {
  /** Enables or disables a job. Resolves to whether it is as wanted now. */
  setEnabled(row: JobRow, enabled: boolean): Promise<boolean>
  duplicate(row: JobRow): void
}

/** What a user can do with one job, or to create one. */
export function useJobCommands(screen: RowsScreen<JobRow>): JobCommands {
  const { t } = useText()
  const notes = useNotesStore()
  const { failed } = useUndo()
  const calls = useJobCalls()
  const { dialog, show, close } = useRowDialog(screen)
  notes.load().catch((thrown: unknown) => failed(thrown))

  function ask(request: JobRequest): void {
    const onSaved = (key: string) => {
      close()
      screen.open(key)
    }
    show(() => h(JobDialog, { request, onClose: close, onSaved }))
  }
  /** Opens the form for a copy of a job, on the same server unless that server is read-only. */
  const duplicate = (row: JobRow) =>
    ask({ mode: 'create', serverId: row.server.readOnly ? '' : row.server.id, from: row.job })
  const edit = (row: JobRow) => ask({ mode: 'edit', serverId: row.server.id, job: row.job })

  return {
    dialog,
    setEnabled: calls.setEnabled,
    duplicate,
    create: (serverId) => ask({ mode: 'create', serverId: serverId ?? '', from: null }),
    edit,
    async remove(row) {
      if (await calls.remove(row)) screen.focusTable()
    },
    menuItems: (row) => jobMenu(row, t),
    run(id, row) {
      if (id === 'enabled') return calls.setEnabled(row, !row.job.enabled)
      if (id === 'duplicate') return duplicate(row)
    },
  }
}
