/** The text that replaces a secret. It is shorter than any guarded value, so it can never contain one. */
export const blank = '•••'

/** The shortest value that is searched for by itself, in characters. */
const shortestGuarded = 6

/** The shortest part of a base64 text that is searched for. Shorter ones would match ordinary text by chance. */
const shortestBase64 = 8

/**
 * Returns the characters of a base64 text that depend on the secret alone if `offset` bytes precede it (RFC 4648,
 * section 4: three bytes become four characters). They find `user:secret` inside a Basic header.
 */
function base64Middle(bytes: Buffer, offset: 0 | 1 | 2): string {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes])
  const firstWhole = Math.ceil((offset * 8) / 6)
  const lastWhole = Math.floor((padded.length * 8) / 6)
  return padded.toString('base64').slice(firstWhole, lastWhole)
}

function base64Forms(bytes: Buffer): readonly string[] {
  const middles = ([0, 1, 2] as const).map((offset) => base64Middle(bytes, offset))
  const urlSafe = middles.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))
  return [...middles, ...urlSafe].filter((text) => text.length >= shortestBase64)
}

/** Returns the URL-encoded forms. `encodeURIComponent` throws on a lone surrogate, so such a value has none. */
function urlForms(secret: string): readonly string[] {
  if (!secret.isWellFormed()) return []
  const encoded = encodeURIComponent(secret)
  const strict = encoded.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
  const form = strict.replaceAll('%20', '+')
  return [encoded, strict, form].flatMap((text) => [text, text.replace(/%[0-9A-F]{2}/g, (pair) => pair.toLowerCase())])
}

/** Returns every way to write a secret in a line: as it is, JSON-escaped, URL-encoded, base64 at any alignment, hex. */
export function secretForms(secret: string): readonly string[] {
  if (secret.length < shortestGuarded) return []
  const bytes = Buffer.from(secret, 'utf8')
  const hex = bytes.toString('hex')
  const escaped = JSON.stringify(secret).slice(1, -1)
  return [...new Set([secret, escaped, ...urlForms(secret), ...base64Forms(bytes), hex, hex.toUpperCase()])]
}
