import type { Output } from '../../../shared/contract.ts'
import type { MessageKey } from '../../i18n/index.ts'

export type PreviewRow = Output<'servers.importPreview'>['rows'][number]

/**
 * A sample file to start from: the header, a line with a value in every column, and a line with some cells empty. The
 * addresses are reserved for documentation.
 */
export const sampleCsv = [
  'name,url,token,tags,folder,colour,environment,read_only,notes,time_zone,allow_http',
  'Lotus shop,203.0.113.10,wsp_paste_the_token_here,lotus;shop,Client Lotus,none,production,no,Main shop,Asia/Ho_Chi_Minh,no',
  'Lotus staging,staging.lotus.example:3082,,lotus,Client Lotus,none,staging,no,,,no',
  '',
].join('\n')

/** Returns the lines that can be imported: those with a draft and without problems. */
export function importable(rows: readonly PreviewRow[]): readonly PreviewRow[] {
  return rows.filter((row) => row.draft !== null && row.problems.length === 0)
}

const columnMessages: Readonly<Record<string, MessageKey>> = {
  'url/already-here': 'servers.import.problem.alreadyHere',
  'url/server.url-invalid': 'servers.import.problem.url',
  'url/server.http-refused': 'servers.import.problem.http',
  'url/invalid': 'servers.import.problem.url',
  'name/invalid': 'servers.import.problem.name',
  'tags/invalid': 'servers.import.problem.tags',
  'folder/invalid': 'servers.import.problem.folder',
  'colour/invalid': 'servers.import.problem.colour',
  'environment/invalid': 'servers.import.problem.environment',
  'notes/invalid': 'servers.import.problem.notes',
  'timeZone/invalid': 'servers.import.problem.timeZone',
  'read_only/invalid': 'servers.import.problem.flag',
  'allow_http/invalid': 'servers.import.problem.flag',
}

/** Problems of a line as a whole, or of any column. */
const generalMessages: Readonly<Record<string, MessageKey>> = {
  quotes: 'servers.import.problem.quotes',
  'more-cells': 'servers.import.problem.moreCells',
  'fewer-cells': 'servers.import.problem.fewerCells',
  'line-break': 'servers.import.problem.lineBreak',
  'token-here': 'servers.import.problem.tokenHere',
}

/** Returns the message for a problem in a line, or else a general message that names the column. */
export function problemKey(problem: PreviewRow['problems'][number]): MessageKey {
  return (
    columnMessages[`${problem.column}/${problem.problem}`] ??
    generalMessages[problem.problem] ??
    'servers.import.problem.other'
  )
}
