/** A find-and-replace in commands, as the plan applies it. */
export interface Replacement {
  readonly find: string
  readonly replaceBy: string
  readonly regex: boolean
}

/** Returns the search as a regular expression, or null if it is empty or not valid. Plain text matches literally. */
export function patternOf({ find, regex }: Pick<Replacement, 'find' | 'regex'>): RegExp | null {
  if (find === '') return null
  try {
    return new RegExp(regex ? find : find.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g')
  } catch {
    return null
  }
}

/** Returns the command with every match replaced. `$1` and the like are replaced only with a regular expression. */
export function replaced(command: string, replacement: Replacement): string {
  const pattern = patternOf(replacement)
  if (pattern === null) return command
  return replacement.regex
    ? command.replace(pattern, replacement.replaceBy)
    : command.replace(pattern, () => replacement.replaceBy)
}
