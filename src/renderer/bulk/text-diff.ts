export interface TextPart {
  readonly text: string
  /** True if the text is only on this side. */
  readonly changed: boolean
}

const mostTokens = 400
const tokensOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? []

/** Returns the lengths of the longest common subsequences of all suffixes. */
function commonTails(a: readonly string[], b: readonly string[]): readonly Uint16Array[] {
  const rows = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const [row, below] = [rows[i] as Uint16Array, rows[i + 1] as Uint16Array]
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0)
    }
  }
  return rows
}

function joined(parts: readonly TextPart[]): readonly TextPart[] {
  const out: TextPart[] = []
  for (const part of parts) {
    const last = out.at(-1)
    if (last !== undefined && last.changed === part.changed)
      out[out.length - 1] = { text: last.text + part.text, changed: part.changed }
    else out.push(part)
  }
  return out
}

function diffTokens(
  a: readonly string[],
  b: readonly string[],
): { readonly before: readonly TextPart[]; readonly after: readonly TextPart[] } {
  const tails = commonTails(a, b)
  const at = (i: number, j: number) => tails[i]?.[j] ?? 0
  const [before, after]: [TextPart[], TextPart[]] = [[], []]
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]]
    if (left !== undefined && left === right) {
      before.push({ text: left, changed: false })
      after.push({ text: left, changed: false })
      i += 1
      j += 1
    } else if (right === undefined || (left !== undefined && at(i + 1, j) >= at(i, j + 1))) {
      before.push({ text: left as string, changed: true })
      i += 1
    } else {
      after.push({ text: right, changed: true })
      j += 1
    }
  }
  return { before: joined(before), after: joined(after) }
}

/**
 * Splits two texts into parts and marks those that differ, word by word. For very long texts only the common
 * beginning and end are compared, which takes linear time.
 */
export function textDiff(
  before: string,
  after: string,
): { readonly before: readonly TextPart[]; readonly after: readonly TextPart[] } {
  const [a, b] = [tokensOf(before), tokensOf(after)]
  if (a.length <= mostTokens && b.length <= mostTokens) return diffTokens(a, b)
  const least = Math.min(before.length, after.length)
  let head = 0
  while (head < least && before[head] === after[head]) head += 1
  let tail = 0
  while (tail < least - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1
  const partsOf = (text: string) =>
    joined(
      [
        { text: text.slice(0, head), changed: false },
        { text: text.slice(head, text.length - tail), changed: true },
        { text: text.slice(text.length - tail), changed: false },
      ].filter((part) => part.text !== ''),
    )
  return { before: partsOf(before), after: partsOf(after) }
}
