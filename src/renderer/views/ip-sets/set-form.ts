import { ipSetBounds } from '../../../shared/ip-sets.ts'
import type { IpSet, IpSetDraft } from '../../../shared/model/ip-sets.ts'
import type { IpEdit } from '../../addresses/ip-edit.ts'

/** Why a set cannot be saved with the current input. */
export type SetFault =
  | { readonly field: 'name'; readonly code: 'noName' | 'long' }
  | { readonly field: 'name'; readonly code: 'taken'; readonly name: string }
  | { readonly field: 'note'; readonly code: 'long' }
  | { readonly field: 'text'; readonly code: 'noAddress' }
  | { readonly field: 'text'; readonly code: 'tooMany'; readonly count: number }
  /** The first entry that cannot be read: its line, and its span in the text, at most its first 100 characters. */
  | { readonly field: 'text'; readonly code: 'fix'; readonly line: number; readonly from: number; readonly to: number }

/** Returns the offset of a line and column in the text, in UTF-16 units. Lines and columns count from 1. */
function offsetOf(text: string, line: number, column: number): number {
  const ends = [...text.matchAll(/\r\n|\n|\r/g)]
  const end = ends[line - 2]
  return (end === undefined ? 0 : end.index + end[0].length) + column - 1
}

/**
 * Returns what is wrong with the input for a set, at most one fault per field. `id` is null for a new set. `findByName`
 * finds the stored set with a name. Core checks the input again.
 */
export function setFaults(
  draft: IpSetDraft,
  edit: IpEdit,
  id: string | null,
  findByName: (name: string) => IpSet | undefined,
): readonly SetFault[] {
  return [
    ...nameFaults(draft.name.trim(), id, findByName),
    ...(draft.note.trim().length > ipSetBounds.note ? [{ field: 'note', code: 'long' } as const] : []),
    ...textFaults(draft.text, edit),
  ]
}

function nameFaults(
  name: string,
  id: string | null,
  findByName: (name: string) => IpSet | undefined,
): readonly SetFault[] {
  if (name === '') return [{ field: 'name', code: 'noName' }]
  if (name.length > ipSetBounds.name) return [{ field: 'name', code: 'long' }]
  const other = findByName(name)
  return other === undefined || other.id === id ? [] : [{ field: 'name', code: 'taken', name: other.name }]
}

function textFaults(text: string, { problems, networks }: IpEdit): readonly SetFault[] {
  const [first] = problems
  if (first !== undefined) {
    const from = offsetOf(text, first.line, first.column)
    return [{ field: 'text', code: 'fix', line: first.line, from, to: from + first.text.length }]
  }
  if (networks === 0) return [{ field: 'text', code: 'noAddress' }]
  return networks > ipSetBounds.networks ? [{ field: 'text', code: 'tooMany', count: networks }] : []
}
