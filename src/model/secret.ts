/**
 * A text that must never be printed. Every ordinary way to turn it into text gives `[redacted]`; only `reveal` gives
 * the text itself, and is called where a request is signed and where output is scrubbed.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '[redacted]';
  }

  toJSON(): string {
    return '[redacted]';
  }

  /** What `console.log`, loggers and `util.inspect` print. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[redacted]';
  }
}
