import { runInNewContext } from 'node:vm'
import { AppError } from '../../../../shared/errors.ts'

/** What is done to the text of a command; see `cron.edit`. */
export interface Replacement {
  readonly find: string
  readonly replaceBy: string
  readonly regex: boolean
}

/**
 * Patterns that back-track for ever are stopped after this; a sound one does 100,000 commands in a third of a second.
 */
const limitMs = 2_000

const refuse = (message: string) =>
  new AppError('input.invalid', 'Not a pattern to search for', {
    issues: [{ path: 'intent.action.patch.command.find', message }],
  })

/**
 * Each of these commands with every find in it replaced. A pattern is JavaScript's, and `replaceBy` may then use `$1`;
 * else both are taken as they stand. A pattern is a stranger's program, so it runs where it can be stopped.
 * @throws AppError input.invalid for a pattern that is none, or takes too long
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
    throw refuse('not-a-pattern')
  }
  return new Map(replaceAside(texts, find, replaceBy).map((text, at) => [texts[at] ?? '', text]))
}

function replaceAside(texts: readonly string[], find: string, replaceBy: string): readonly string[] {
  const script =
    'const pattern = new RegExp(find, "g"); JSON.stringify(JSON.parse(texts).map((text) => text.replace(pattern, replaceBy)))'
  try {
    return JSON.parse(
      String(runInNewContext(script, { texts: JSON.stringify(texts), find, replaceBy }, { timeout: limitMs })),
    ) as string[]
  } catch (thrown) {
    // No instanceof: what the other side throws is of its own making.
    if ((thrown as { readonly code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw refuse('too-slow')
    throw thrown
  }
}
