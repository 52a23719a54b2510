/** Returns an offset from UTC in minutes as `+07:00`, `-03:30`, `±00:00` (ISO 8601, with a true minus sign). */
export function offsetText(offsetMin: number): string {
  const sign = offsetMin === 0 ? '±' : offsetMin < 0 ? '−' : '+'
  const minutes = Math.abs(Math.round(offsetMin))
  const two = (figure: number) => String(figure).padStart(2, '0')
  return `${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
