import { UsageError } from '../exit-code.ts';

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** `127.0.0.1:8080`, `[::1]:8080`, `localhost:0`; `:8080` means every address of this machine. */
export function parseListenAddress(text: string): ListenAddress {
  const [, bracketed, plain = '', digits = ''] =
    /^(?:\[([0-9a-fA-F:]+)\]|([^:[\]]*)):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === '' || port > 65_535) {
    throw new UsageError(
      `Cannot use '--listen': current value is '${text}', expected HOST:PORT such as 127.0.0.1:8080`,
    );
  }
  return { host: bracketed ?? (plain === '' ? '::' : plain), port };
}
