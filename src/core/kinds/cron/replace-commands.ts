import { runInNewContext } from 'node:vm'
import { AppError } from '../../../shared/errors.ts'

/** How the text of a command is changed; see `cron.edit`. */
export interface Replacement {
  readonly find: string
  readonly replaceBy: string
  readonly regex: boolean
}

/** The time limit for patterns that backtrack for ever. A sound one handles 100,000 commands in a third of a second. */
const limitMs = 2_000

const invalidPattern = (message: string) =>
  new AppError('input.invalid', 'Not a pattern to search for', {
    issues: [{ path: 'intent.action.patch.command.find', message }],
  })

/**
 * Maps each command to its text with every match of `find` replaced. With `regex`, `find` is a JavaScript pattern and
 * `replaceBy` may use `$1`; otherwise both are literal text. A pattern is untrusted code, so it runs where it can be
 * stopped.
 * @throws AppError input.invalid if `find` is not a pattern, or takes too long
 */
export function replaceInCommands(
  commands: Iterable<string>,
  { find, replaceBy, regex }: Replacement,
): ReadonlyMap<string, string> {
  const texts = [...new Set(commands)]
  if (!regex) return new Map(texts.map((text) => [text, text.replaceAll(find, () => replaceBy)]))
  try {
    void new RegExp(find, 'g')
  } catch {
    throw invalidPattern('not-a-pattern')
  }
  return new Map(replaceInSandbox(texts, find, replaceBy).map((text, at) => [texts[at] ?? '', text]))
}

function replaceInSandbox(texts: readonly string[], find: string, replaceBy: string): readonly string[] {
  const script =
    'const pattern = new RegExp(find, "g"); JSON.stringify(JSON.parse(texts).map((text) => text.replace(pattern, replaceBy)))'
  try {
    return JSON.parse(
      String(runInNewContext(script, { texts: JSON.stringify(texts), find, replaceBy }, { timeout: limitMs })),
    ) as string[]
  } catch (thrown) {
    // Do not use instanceof: an error from the other context is an instance of that context's own class.
    if ((thrown as { readonly code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw invalidPattern('too-slow')
    throw thrown
  }
}
