/** A whole number as typed, within bounds that both are allowed; null for anything else. A minus may be a real one. */
export function wholeIn(text: string, least: number, most: number): number | null {
  const plain = text.trim().replace(/^[−–]/, '-').replace(/^\+/, '')
  if (!/^-?\d{1,9}$/.test(plain)) return null
  const value = Number(plain)
  return value >= least && value <= most ? value : null
}
