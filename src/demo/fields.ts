interface FieldTypes {
  readonly string: string
  readonly boolean: boolean
  readonly integer: number
  readonly strings: readonly string[]
}
type FieldType = keyof FieldTypes
type Fields<S extends Record<string, FieldType>> = { -readonly [K in keyof S]?: FieldTypes[S[K]] }

const isOf: { readonly [T in FieldType]: (value: unknown) => boolean } = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isSafeInteger(value),
  strings: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
}

/**
 * Reads the known fields of a JSON object. Returns null if the body is not an object or a field has the wrong type.
 * Unknown fields are ignored and `null` counts as absent, as when Go decodes into a struct of pointers.
 */
export function readFields<S extends Record<string, FieldType>>(body: unknown, shape: S): Fields<S> | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null
  const fields: Record<string, unknown> = {}
  for (const [name, type] of Object.entries(shape)) {
    const value: unknown = (body as Record<string, unknown>)[name]
    if (value === undefined || value === null) continue
    if (!isOf[type](value)) return null
    fields[name] = value
  }
  return fields as Fields<S>
}
