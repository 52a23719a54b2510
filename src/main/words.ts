import { native } from '../renderer/i18n/en/native.ts'

/** Every sentence that stands outside the page. */
export const words = native

/** Fills the `{name}` places of a sentence; of "one | many" it takes the form for `n`, as vue-i18n does. */
export function fill(sentence: string, named: Readonly<Record<string, string | number>>): string {
  const [one = '', many = one] = sentence.split(' | ')
  return (named['n'] === 1 ? one : many).replace(/\{(\w+)\}/g, (place, name: string) => String(named[name] ?? place))
}
