// Repeats the list of the model, because the page imports only types from it.
export const jobVariables = ['domain', 'home', 'owner'] as const
export type JobVariable = (typeof jobVariables)[number]
/** The values that the user typed, by server and variable. Empty values are left out. */
export type Values = Readonly<Record<string, Readonly<Partial<Record<JobVariable, string>>>>>

/** Returns the variables `{{name}}` that occur in the texts. */
export function variablesIn(texts: readonly string[]): readonly JobVariable[] {
  return jobVariables.filter((name) => texts.some((text) => new RegExp(`\\{\\{\\s*${name}\\s*\\}\\}`).test(text)))
}

/**
 * Returns the variables that copies of jobs may need a value for: those in their texts, and the domain if a job has
 * one. A server that has several other domains, but not this one, takes no copy unless a domain is given.
 */
export function variablesOfCopies(
  jobs: readonly { readonly name: string; readonly command: string; readonly domain: string | null }[],
): readonly JobVariable[] {
  const used = variablesIn(jobs.flatMap(({ name, command, domain }) => [name, command, domain ?? '']))
  return jobVariables.filter((name) => used.includes(name) || (name === 'domain' && jobs.some(({ domain }) => domain)))
}

/** Returns the values with one value set, or removed if it is empty. */
export function withValue(values: Values, serverId: string, name: JobVariable, value: string): Values {
  const { [name]: _, ...others } = values[serverId] ?? {}
  return { ...values, [serverId]: value.trim() === '' ? others : { ...others, [name]: value } }
}

/** Returns only the values of these servers and variables. */
export function valuesFor(
  values: Values,
  serverIds: readonly string[],
  names: readonly JobVariable[],
): Record<string, Partial<Record<JobVariable, string>>> {
  return Object.fromEntries(
    serverIds.flatMap((id) => {
      const entries = Object.entries(values[id] ?? {}).filter(([name]) => names.some((each) => each === name))
      return entries.length === 0 ? [] : [[id, Object.fromEntries(entries)]]
    }),
  )
}
