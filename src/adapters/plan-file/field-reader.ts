/** What a field must be, and how a text becomes its value; `undefined` if it does not. */
export interface Kind<T> {
  /** Such as `a number`. */
  readonly expected: string;
  read(value: unknown): T | undefined;
}

/** Ends the reading of a document at its first wrong field; never leaves the module that catches it. */
export class WrongField extends Error {
  override readonly name = 'WrongField';
}

/** One object of a document that was parsed, and the way to it, such as `domains[3]`. */
export class FieldReader {
  readonly #fields: ReadonlyMap<string, unknown>;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new WrongField(`'${path}' is not an object`);
    }
    this.#fields = new Map(Object.entries(value));
    this.#path = path;
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }

  one<T>(name: string, kind: Kind<T>): T {
    return check(this.#fields.get(name), kind, this.#pathTo(name));
  }

  /** A list of values. */
  many<T>(name: string, kind: Kind<T>): readonly T[] {
    return this.#list(name).map((value, index) => check(value, kind, `${this.#pathTo(name)}[${index}]`));
  }

  /** A list of objects. */
  each<T>(name: string, read: (fields: FieldReader) => T): readonly T[] {
    return this.#list(name).map((value, index) =>
      read(new FieldReader(value, `${this.#pathTo(name)}[${index}]`)),
    );
  }

  #list(name: string): readonly unknown[] {
    const list = this.#fields.get(name);
    if (!Array.isArray(list)) throw new WrongField(`'${this.#pathTo(name)}' is not a list`);
    return list;
  }

  #pathTo(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }
}

function check<T>(value: unknown, kind: Kind<T>, path: string): T {
  const read = kind.read(value);
  if (read === undefined) throw new WrongField(`'${path}' is not ${kind.expected}`);
  return read;
}

export const TEXT: Kind<string> = {
  expected: 'a text',
  read: (value) => (typeof value === 'string' ? value : undefined),
};

export const COUNT: Kind<number> = {
  expected: 'a whole number',
  read: (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined,
};

/** Milliseconds since 1970 of a time as `Date.toISOString` writes it. */
export const TIME: Kind<number> = {
  expected: 'a time such as 2026-07-29T12:00:00.000Z',
  read: (value) => {
    const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    return Number.isFinite(ms) && new Date(ms).toISOString() === value ? ms : undefined;
  },
};

export function oneOf<T extends string>(words: readonly T[]): Kind<T> {
  return { expected: `one of ${words.join(', ')}`, read: (value) => words.find((word) => word === value) };
}
