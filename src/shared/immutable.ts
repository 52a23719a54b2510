/** Makes a type readonly at every level: core replaces the data that it hands out and never changes it. */
export type Immutable<T> = T extends string | number | boolean | null | undefined
  ? T
  : unknown extends T
    ? T
    : T extends readonly (infer U)[]
      ? readonly Immutable<U>[]
      : { readonly [K in keyof T]: Immutable<T[K]> }
