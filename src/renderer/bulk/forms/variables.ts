// Spelled out as the model does: the page takes only types from it.
export const jobVariables = ['domain', 'home', 'owner'] as const
export type JobVariable = (typeof jobVariables)[number]
/** Values typed for servers, by server and variable; what is left empty is not in it. */
export type Values = Readonly<Record<string, Readonly<Partial<Record<JobVariable, string>>>>>

/** The variables `{{name}}` that stand in some texts. */
export function variablesIn(texts: readonly string[]): readonly JobVariable[] {
  return jobVariables.filter((name) => texts.some((text) => new RegExp(`\\{\\{\\s*${name}\\s*\\}\\}`).test(text)))
}

/**
 * What copies of jobs may need a value for: the variables of their texts, and a domain for a job that is of one, for a
 * server that has others but not this one takes no copy without it.
 */
export function variablesOfCopies(
  jobs: readonly { readonly name: string; readonly command: string; readonly domain: string | null }[],
): readonly JobVariable[] {
  const used = variablesIn(jobs.flatMap(({ name, command, domain }) => [name, command, domain ?? '']))
  return jobVariables.filter((name) => used.includes(name) || (name === 'domain' && jobs.some(({ domain }) => domain)))
}

/** With one value set, or taken away where it is empty. */
export function withValue(values: Values, serverId: string, name: JobVariable, value: string): Values {
  const { [name]: _, ...rest } = values[serverId] ?? {}
  return { ...values, [serverId]: value.trim() === '' ? rest : { ...rest, [name]: value } }
}

/** Only the values of these servers and variables. */
export function valuesFor(
  values: Values,
  serverIds: readonly string[],
  names: readonly JobVariable[],
): Record<string, Partial<Record<JobVariable, string>>> {
  return Object.fromEntries(
    serverIds.flatMap((id) => {
      const reported = Object.entries(values[id] ?? {}).filter(([name]) => names.some((each) => each === name))
      return reported.length === 0 ? [] : [[id, Object.fromEntries(reported)]]
    }),
  )
}
