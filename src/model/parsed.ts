/** What a parser of a single value answers: the value in its checked form, or what is wrong with it. */
export type Parsed<T> = { readonly value: T } | { readonly problem: string };
