import { useText, type MessageKey, type Named } from '../i18n/index.ts'

/**
 * Returns a duration in at most two units, as a key of the catalogue with its values. Rounds up to whole seconds, from
 * one hour on to whole minutes: nothing takes longer than is shown.
 */
export function durationWords(ms: number): { readonly key: MessageKey; readonly named: Named } {
  if (ms < 1000) return { key: 'bulk.time.underSecond', named: {} }
  const s = Math.ceil(ms / 1000)
  if (s < 60) return { key: 'bulk.time.seconds', named: { s } }
  if (s < 3600) {
    const m = Math.floor(s / 60)
    return s % 60 === 0
      ? { key: 'bulk.time.minutesOnly', named: { m } }
      : { key: 'bulk.time.minutes', named: { m, s: s % 60 } }
  }
  const minutes = Math.ceil(s / 60)
  const [h, m] = [Math.floor(minutes / 60), minutes % 60]
  return m === 0 ? { key: 'bulk.time.hoursOnly', named: { h } } : { key: 'bulk.time.hours', named: { h, m } }
}

/** Returns durations in the user's language, for example "1 min 37 s". `about` is for estimates: "about 1 min 37 s". */
export function useDuration(): { readonly exact: (ms: number) => string; readonly about: (ms: number) => string } {
  const { t } = useText()
  const exact = (ms: number) => {
    const { key, named } = durationWords(ms)
    return t(key, named)
  }
  return { exact, about: (ms) => (ms < 1000 ? exact(ms) : t('bulk.time.about', { time: exact(ms) })) }
}
