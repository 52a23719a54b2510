/**
 * Reads a typed whole number from `least` to `most`; null for anything else. Accepts the minus sign and the en dash
 * as a minus.
 */
export function wholeIn(text: string, least: number, most: number): number | null {
  const plain = text.trim().replace(/^[−–]/, '-').replace(/^\+/, '')
  if (!/^-?\d{1,9}$/.test(plain)) return null
  const value = Number(plain)
  return value >= least && value <= most ? value : null
}
