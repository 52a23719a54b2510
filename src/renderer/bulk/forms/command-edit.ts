/** A find-and-replace in commands, as the plan applies it. */
export interface Replacement {
  readonly find: string
  readonly replaceBy: string
  readonly regex: boolean
}

/** What to look for as an expression; null where it is none. Plain text is taken to the letter. */
export function patternOf({ find, regex }: Pick<Replacement, 'find' | 'regex'>): RegExp | null {
  if (find === '') return null
  try {
    return new RegExp(regex ? find : find.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g')
  } catch {
    return null
  }
}

/** The command with every find in it replaced; `$1` and its like count in a regular expression only. */
export function replaced(command: string, replacement: Replacement): string {
  const pattern = patternOf(replacement)
  if (pattern === null) return command
  return replacement.regex
    ? command.replace(pattern, replacement.replaceBy)
    : command.replace(pattern, () => replacement.replaceBy)
}
