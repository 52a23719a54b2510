/** One condition of a filter. `field` is null for free text; all conditions must hold. */
export interface Term {
  readonly field: string | null
  /** Lower case. */
  readonly value: string
  readonly negated: boolean
}

const termPattern = /(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/gi

/**
 * Takes a filter text apart: `lotus -server:staging tag:"shop a"`. A word before a colon is a field only if it is among
 * `fields`; otherwise, as in `https://…` or an IPv6 address, it is text. Without a value a field is not a condition yet.
 */
export function parseQuery(text: string, fields: ReadonlySet<string>): readonly Term[] {
  const terms: Term[] = []
  for (const [, minus = '', name = '', quoted, bare = ''] of text.matchAll(termPattern)) {
    const isField = fields.has(name.toLowerCase())
    const raw = quoted ?? bare
    const value = (isField || name === '' ? raw : `${name}:${raw}`).trim().toLowerCase()
    if (value !== '') terms.push({ field: isField ? name.toLowerCase() : null, value, negated: minus === '-' })
  }
  return terms.flatMap((term) => (isBareField(term, fields) ? [] : [term]))
}

/** `server:` with nothing after it is still being typed. */
function isBareField(term: Term, fields: ReadonlySet<string>): boolean {
  return term.field === null && term.value.endsWith(':') && fields.has(term.value.slice(0, -1))
}

/** A filter text with one condition more or less, for chips that stand for conditions. */
export function formatTerm(term: Term): string {
  const value = /\s/.test(term.value) ? `"${term.value}"` : term.value
  return `${term.negated ? '-' : ''}${term.field === null ? '' : `${term.field}:`}${value}`
}

/** Whether every row that meets `next` also met `before`: the last word of free text has only grown. */
export function isNarrower(before: readonly Term[], next: readonly Term[]): boolean {
  const grown = next.length - 1
  if (before.length !== next.length || grown < 0) return false
  return next.every((term, place) => {
    const old = before[place]
    if (old === undefined || old.field !== term.field || old.negated !== term.negated) return false
    if (old.value === term.value) return true
    return place === grown && term.field === null && !term.negated && term.value.includes(old.value)
  })
}
