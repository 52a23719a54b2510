/**
 * The shape of a catalogue in another language: the same keys, with sentences of its own. A missing or a further key
 * fails the type check.
 */
export type Translated<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translated<T[K]> }
