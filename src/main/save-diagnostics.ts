import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Dialog } from 'electron'
import type { App } from '../core/app.ts'
import { callApp } from '../shell/call-app.ts'

/** Writes core's report to a file that the user chooses, readable by its owner alone. Rejects if that fails. */
export async function saveDiagnostics(
  app: Pick<App, 'dispatch'>,
  dialog: Pick<Dialog, 'showSaveDialog'>,
  folder: string,
): Promise<void> {
  const { fileName, text } = await callApp(app, 'app.diagnostics', {})
  const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: join(folder, fileName) })
  if (!canceled && filePath !== '') await writeFile(filePath, text, { mode: 0o600 })
}
