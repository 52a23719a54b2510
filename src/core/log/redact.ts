import { blank, secretForms } from './secret-forms.ts'

/** Removes secrets from any value and leaves plain JSON data. */
export interface Redactor {
  guard(secret: string): void
  /** Returns a text without known secrets and without anything that looks like one. */
  text(value: string): string
  /** Returns any value as bounded, secret-free, JSON-safe data. Never throws. */
  value(value: unknown): unknown
}

const maxDepth = 8
const maxEntries = 100
const maxNodes = 2000
/** The longest text in a line, in characters. */
const maxText = 2000
/** How many characters are searched before a text is cut: no part of a secret may remain. A token has up to 4096. */
const maxSearched = 16_000

/** Words that make a key's value secret, anywhere in the key, which is compared in lower case, without separators. */
const secretWords =
  /token|passw|passphrase|passwd|pwd|authori[sz]ation|cookie|secret|credential|apikey|privatekey|accesskey|signingkey/
/** Keys that end in "key" hold a secret, except those that name a row, a request or a keyboard shortcut. */
const keyItself = /key$/
const harmlessKeys = new Set(['rowkey', 'idempotencykey', 'samekey', 'hotkey'])

/** Repetitions are bounded, so that a long run of letters does not take quadratic time. */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/wsp_[0-9a-f]+/gi, `wsp_${blank}`],
  [/\b(Bearer|Basic|Digest)[\s:]+[^\s"',;]+/gi, `$1 ${blank}`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, blank],
  [/([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@"']+@/gi, `$1${blank}@`],
  [
    /\b((?:[a-z_-]{0,40}(?:token|passw(?:or)?d|passphrase|secret|api[_-]?key))["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s&"',;]+)/gi,
    `$1${blank}`,
  ],
]

/** Whether texts, numbers and objects under this key are blanked. */
export function isSecretKey(key: string): boolean {
  const plain = key.toLowerCase().replace(/[^a-z0-9]/g, '')
  return secretWords.test(plain) || (keyItself.test(plain) && !harmlessKeys.has(plain))
}

/** Creates a redactor with its own list of known secrets. */
export function createRedactor(): Redactor {
  const guarded = new Set<string>()
  const forms = new Set<string>()
  /** Sorted when a text is next searched, because a start guards hundreds of tokens before a line is written. */
  let ordered: readonly string[] | null = []

  function guard(secret: string): void {
    if (guarded.has(secret)) return
    guarded.add(secret)
    for (const form of secretForms(secret)) forms.add(form)
    ordered = null
  }

  /** Longest first, so that a secret that contains another one is blanked as a whole. */
  const formsLongestFirst = (): readonly string[] => (ordered ??= [...forms].sort((a, b) => b.length - a.length))

  const blankNeedles = (value: string): string =>
    formsLongestFirst().reduce((text, needle) => (text.includes(needle) ? text.replaceAll(needle, blank) : text), value)

  function text(value: string): string {
    const cut = value.length > maxSearched ? value.slice(0, maxSearched) : value
    // Known values first: a pattern may match only a part of one and leave the other part.
    const byShape = shapes.reduce((rest, [shape, instead]) => rest.replace(shape, instead), blankNeedles(cut))
    // Blanking can join two parts into a guarded value again. If one is still found, blank the whole text.
    const clean = formsLongestFirst().some((needle) => byShape.includes(needle)) ? blank : byShape
    // The end of a text that was cut may hold the start of a guarded value.
    const safeEnd = cut === value ? clean.length : clean.length - (formsLongestFirst()[0]?.length ?? 0)
    const end = Math.max(0, Math.min(safeEnd, maxText))
    return cut === value && end === clean.length ? clean : `${clean.slice(0, end)}… (${value.length} characters)`
  }

  return { guard, text, value: (value) => createWalk(text)(value) }
}

/** Creates a visitor for one value. It counts nodes and remembers the path, so size is bounded and a cycle ends. */
function createWalk(text: (value: string) => string): (value: unknown) => unknown {
  const path = new Set<object>()
  let nodes = 0

  function visit(value: unknown, depth: number): unknown {
    nodes += 1
    if (nodes > maxNodes) return '[cut]'
    if (typeof value === 'string') return text(value)
    if (typeof value === 'number') return Number.isFinite(value) ? guardedNumber(value) : String(value)
    if (typeof value === 'bigint') return text(String(value))
    if (typeof value === 'boolean' || value === null || value === undefined) return value
    if (typeof value !== 'object') return `[${typeof value}]`
    if (path.has(value)) return '[circular]'
    if (depth >= maxDepth) return '[too deep]'
    path.add(value)
    try {
      return visitObject(value, depth + 1)
    } catch {
      return '[unreadable]'
    } finally {
      path.delete(value)
    }
  }

  const guardedNumber = (value: number): number | string => (text(String(value)) === String(value) ? value : blank)

  function visitObject(value: object, depth: number): unknown {
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString()
    // Bytes may contain a secret in another encoding, and are of no use to a reader.
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`
    if (value instanceof Map)
      return pairs(
        [...value].map(([key, item]) => [String(key), item]),
        depth,
      )
    if (value instanceof Set) return list([...value], depth)
    if (Array.isArray(value)) return list(value, depth)
    if (value instanceof Error) return pairs(errorPairs(value), depth)
    if (value instanceof URL) return text(value.href)
    return pairs(ownPairs(value), depth)
  }

  function list(items: readonly unknown[], depth: number): unknown {
    const shown = items.slice(0, maxEntries).map((item) => visit(item, depth))
    return items.length > maxEntries ? [...shown, `[${items.length - maxEntries} more]`] : shown
  }

  function pairs(entries: readonly (readonly [string, unknown])[], depth: number): unknown {
    const shown = entries.slice(0, maxEntries).map(([key, item]): [string, unknown] => {
      if (isSecretKey(key) && typeof item !== 'boolean' && item != null) return [text(key), blank]
      return [text(key), visit(item, depth)]
    })
    if (entries.length > maxEntries) shown.push(['more', entries.length - maxEntries])
    return Object.fromEntries(shown)
  }

  return (value) => visit(value, 0)
}

/** Returns the properties of an object. If a getter throws, the other properties are still worth logging. */
function ownPairs(value: object): readonly (readonly [string, unknown])[] {
  return Object.keys(value).map((key): readonly [string, unknown] => {
    try {
      return [key, Reflect.get(value, key)]
    } catch {
      return [key, '[unreadable]']
    }
  })
}

/** Returns an error's class, code, message, details and cause. The stack is left out: it only names our own files. */
function errorPairs(error: Error): readonly (readonly [string, unknown])[] {
  const extra = ['code', 'details', 'cause'].filter((key) => Reflect.get(error, key) !== undefined)
  return [
    ['name', error.name],
    ['message', error.message],
    ...extra.map((key) => [key, Reflect.get(error, key)] as const),
  ]
}
