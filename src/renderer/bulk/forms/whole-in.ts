/** Reads a typed whole number from `least` to `most`, or returns null. A minus sign or an en dash counts as a minus. */
export function wholeIn(text: string, least: number, most: number): number | null {
  const plain = text.trim().replace(/^[−–]/, '-').replace(/^\+/, '')
  if (!/^-?\d{1,9}$/.test(plain)) return null
  const value = Number(plain)
  return value >= least && value <= most ? value : null
}
