import type { en } from './en.ts'

type Shape<T> = T extends string
  ? string
  : T extends (...values: infer Values) => string
    ? (...values: Values) => string
    : { readonly [Key in keyof T]: Shape<T[Key]> }

/** What every language says: the keys of the English one, and the values that each sentence takes. */
export type Dictionary = Shape<typeof en>
