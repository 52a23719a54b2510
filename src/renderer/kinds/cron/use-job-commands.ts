import { h } from 'vue'
import { useUndo } from '../../composables/undo.ts'
import { useText } from '../../i18n/index.ts'
import { useNotesStore } from '../../stores/notes.ts'
import type { RowCommands, RowsScreen } from '../kind.ts'
import { useRowDialog } from '../use-row-dialog.ts'
import { jobMenu } from './job-menu.ts'
import type { JobRequest } from './job-request.ts'
import type { JobRow } from './job-rows.ts'
import JobDialog from './JobDialog.vue'
import { useJobCalls } from './use-job-calls.ts'

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
