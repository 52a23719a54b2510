/**
 * The characters of each class. Characters that look alike are left out: 0 O o, 1 l I i. The symbols need no escape in
 * an ftp:// URL. In a shell, `*` and `!` need quotes.
 */
const classes = ['abcdefghjkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '-_.=+*!'] as const
const alphabet = classes.join('')

interface PasswordOptions {
  /** The number of characters, 8 to 256. The default is 20 (almost 119 bits). */
  readonly length?: number
  /** Returns `count` bytes from a cryptographic source, such as `crypto.getRandomValues`. */
  readonly random: (count: number) => Uint8Array
}

/**
 * Returns a random password with at least one lower-case letter, one capital, one digit and one symbol. All such
 * passwords are equally likely: bytes beyond the last whole multiple of the alphabet are dropped, and so is a password
 * that lacks a class. Throws RangeError for a length outside 8–256, and Error if the random source gives no usable
 * bytes.
 */
export function generatePassword({ length = 20, random }: PasswordOptions): string {
  if (!Number.isInteger(length) || length < 8 || length > 256) throw new RangeError('Password length must be 8 to 256')
  // With a fair source, fewer than two thirds of the passwords lack a class, at any length from 8 on.
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

type PasswordStrength = 'weak' | 'fair' | 'strong'

/** Words that attackers try first, with look-alike characters folded to letters: `abci2e` is `abc123`. */
const common =
  /passw?or[dt]|qwert[yz]|asdf|letmein|welcome|admin|deploy|ftp|iloveyou|dragon|monkey|matkhau|abci2e|wispanel/g
const runs = 'abcdefghijklmnopqrstuvwxyz 01234567890 qwertzuiop qwertyuiop asdfghjkl zxcvbnm'

/**
 * Estimates the strength of a typed password. It counts bits of entropy as for a random text, but repeats, sequences
 * (`abcd`, `4321`) and well-known words count as one character each. Below 45 bits is weak, from 75 strong. Phrases
 * that a person made up are rated too high, so the result is a hint and must not block anything.
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
  // A character is taken from a pool of at most 4 times the number of different characters in the text.
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
