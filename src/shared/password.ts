/**
 * Left out for being taken for one another: 0 O o, 1 l I i. The signs need no escape in a shell word or an ftp:// URL.
 */
const classes = ['abcdefghjkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '-_.=+*!'] as const
const alphabet = classes.join('')

export interface PasswordOptions {
  /** Characters, 8 to 256; 20 where not given (about 118 bits). */
  readonly length?: number
  /** `count` bytes of a cryptographic source, e.g. `crypto.getRandomValues`. */
  readonly random: (count: number) => Uint8Array
}

/**
 * A random password with a small letter, a capital, a digit and a sign. Every password that fits is equally likely:
 * bytes beyond the last whole alphabet are thrown away, and so is a whole draw that misses a class.
 * Throws RangeError for a length outside 8–256, Error where the random source repeats itself for ever.
 */
export function generatePassword({ length = 20, random }: PasswordOptions): string {
  if (!Number.isInteger(length) || length < 8 || length > 256) throw new RangeError('Password length must be 8 to 256')
  // A fair source misses a class in fewer than half of the draws, at any length.
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const password = draw(length, random)
    if (password && classes.every((set) => [...set].some((sign) => password.includes(sign)))) return password
  }
  throw new Error('The random source gives no usable bytes')
}

function draw(length: number, random: PasswordOptions['random']): string | null {
  const fair = 256 - (256 % alphabet.length)
  let password = ''
  for (let round = 0; round < 100 && password.length < length; round += 1) {
    for (const byte of random(length)) {
      if (byte < fair && password.length < length) password += alphabet.charAt(byte % alphabet.length)
    }
  }
  return password.length === length ? password : null
}

export type PasswordStrength = 'weak' | 'fair' | 'strong'

/** What guessing starts with, folded to letters. */
const common =
  /passw?or[dt]|qwert[yz]|asdf|letmein|welcome|admin|deploy|ftp|iloveyou|dragon|monkey|matkhau|abc123|wispanel/g
const runs = 'abcdefghijklmnopqrstuvwxyz 01234567890 qwertzuiop qwertyuiop asdfghjkl zxcvbnm'

/**
 * A rough word on a typed password: bits of entropy as if drawn at random, after repeats, runs (`abcd`, `4321`) and
 * well-known words are counted as one character each. Below 45 bits weak, from 75 strong. It flatters phrases a person
 * has thought up, so it is a hint and never a gate.
 */
export function passwordStrength(text: string): PasswordStrength {
  const bits = entropyBits(text)
  if (bits < 45) return 'weak'
  return bits < 75 ? 'fair' : 'strong'
}

function entropyBits(text: string): number {
  const plain = unleet(text.toLowerCase())
  const wordLetters = (plain.match(common) ?? []).reduce((sum, word) => sum + word.length - 1, 0)
  const steps = [...text.toLowerCase()].filter(
    (sign, index, all) => index > 0 && predictable(all[index - 1] ?? '', sign),
  ).length
  const length = Math.max(0, [...text].length - Math.max(wordLetters, steps))
  // A character can be no rarer than the ones really used let it be, four times over.
  const pool = Math.min(poolOf(text), 4 * new Set(text).size)
  return pool < 2 ? 0 : length * Math.log2(pool)
}

function unleet(text: string): string {
  const letters: Readonly<Record<string, string>> = {
    '@': 'a',
    '4': 'a',
    '3': 'e',
    '1': 'i',
    '!': 'i',
    '0': 'o',
    $: 's',
    '5': 's',
  }
  return text.replace(/[@431!0$5]/g, (sign) => letters[sign] ?? sign)
}

function predictable(before: string, sign: string): boolean {
  return before === sign || runs.includes(before + sign) || runs.includes(sign + before)
}

function poolOf(text: string): number {
  const sets: readonly (readonly [RegExp, number])[] = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/\d/, 10],
    [/[!-/:-@[-`{-~ ]/, 33],
    [/[^ -~]/, 100],
  ]
  return sets.reduce((sum, [test, size]) => sum + (test.test(text) ? size : 0), 0)
}
