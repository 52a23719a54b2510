/** Both bounds are included. */
interface Bounds {
  readonly min: number
  readonly max: number
}

type NumberProblem = 'empty' | 'notWhole' | 'tooSmall' | 'tooLarge'
type ReadNumber =
  { readonly value: number; readonly problem: null } | { readonly value: null; readonly problem: NumberProblem }

/** Reads a whole number within bounds, or says why it is none. Ignores outer blanks; refuses `1e3`, `+5` and `5.0`. */
export function readWholeNumber(text: string, { min, max }: Bounds): ReadNumber {
  const typed = text.trim()
  if (typed === '') return { value: null, problem: 'empty' }
  if (/^-\d+$/.test(typed)) return { value: null, problem: 'tooSmall' }
  if (!/^\d+$/.test(typed)) return { value: null, problem: 'notWhole' }
  const value = Number(typed)
  if (value < min) return { value: null, problem: 'tooSmall' }
  return value > max ? { value: null, problem: 'tooLarge' } : { value, problem: null }
}
