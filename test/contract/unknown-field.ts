/** The name of a field that no method knows. It is no row key, no id of a server and no name of a column either. */
const unknownField = 'unknownField'

interface UnknownField {
  readonly input: unknown
  /** The path of the field. */
  readonly path: string
}

/** Returns the input once for each of its objects, at every level, with an unknown field in that object. */
export function withUnknownField(input: unknown, path: readonly string[] = []): readonly UnknownField[] {
  if (typeof input !== 'object' || input === null) return []
  const inside = Object.entries(input).flatMap(([name, value]) =>
    withUnknownField(value, [...path, name]).map((changed) => ({
      ...changed,
      input: Array.isArray(input) ? input.with(Number(name), changed.input) : { ...input, [name]: changed.input },
    })),
  )
  const here = { input: { ...input, [unknownField]: true }, path: [...path, unknownField].join('.') }
  return Array.isArray(input) ? inside : [here, ...inside]
}
