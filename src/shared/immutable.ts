/** Readonly all the way down: what core hands out is replaced, never changed. */
export type Immutable<T> = T extends string | number | boolean | null | undefined
  ? T
  : unknown extends T
    ? T
    : T extends readonly (infer U)[]
      ? readonly Immutable<U>[]
      : { readonly [K in keyof T]: Immutable<T[K]> }
