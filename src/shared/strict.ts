import { z } from 'zod'

/**
 * Returns a schema that takes the same values, except objects with a field that it does not name, at any level. What
 * callers send is checked by it: an unknown field is a misspelt one, or one whose effect the caller would miss. What is
 * read from disk, panels and older exports is checked by the schema itself, which drops such fields.
 */
export function strictly<S extends z.ZodType>(schema: S): S {
  return strict(schema) as S
}

function strict(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object':
      return withParts(schema, { shape: mapped(def.shape), catchall: z.never() })
    case 'array':
      return withParts(schema, { element: strict(def.element) })
    case 'record':
      return withParts(schema, { valueType: strict(def.valueType) })
    case 'union':
      return withParts(schema, { options: def.options.map(strict) })
    case 'optional':
    case 'nonoptional':
    case 'nullable':
    case 'default':
      return withParts(schema, { innerType: strict(def.innerType) })
    default:
      return schema
  }
}

const mapped = (shape: z.core.$ZodShape): z.core.$ZodShape =>
  Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, strict(field)]))

/** Returns a schema with the checks of another one and with other parts. Its default values stay getters. */
function withParts(schema: z.core.$ZodType, parts: object): z.core.$ZodType {
  const properties = {
    ...Object.getOwnPropertyDescriptors(schema._zod.def),
    ...Object.getOwnPropertyDescriptors(parts),
  }
  return z.core.clone(schema, Object.defineProperties({}, properties) as z.core.$ZodTypeDef)
}
