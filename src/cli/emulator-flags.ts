import type { Flag } from './flag.ts';

/** The flags of `mghooks emulator`. */
export const EMULATOR_FLAGS = {
  port: {
    flags: '-p, --port <number>',
    variable: 'MGHOOKS_EMULATOR_PORT',
    description: 'port to listen on; 0 takes a free one',
    kind: 'number',
    fallback: '8025',
  },
  host: {
    flags: '--host <address>',
    variable: 'MGHOOKS_EMULATOR_HOST',
    description: 'address to listen on',
    kind: 'text',
    fallback: '127.0.0.1',
  },
  seed: {
    flags: '--seed <file>',
    variable: 'MGHOOKS_EMULATOR_SEED',
    description: 'YAML or JSON file with the domains and webhooks to start with',
    kind: 'text',
  },
  apiKey: {
    flags: '--api-key <key>',
    variable: 'MGHOOKS_EMULATOR_API_KEY',
    description: 'the only key the emulator takes (default: any)',
    kind: 'text',
  },
  faults: {
    flags: '--faults <file>',
    variable: 'MGHOOKS_EMULATOR_FAULTS',
    description: 'YAML or JSON file with a list of fault rules',
    kind: 'text',
  },
  rateLimit: {
    flags: '--rate-limit <requests>',
    variable: 'MGHOOKS_EMULATOR_RATE_LIMIT',
    description: 'requests a window before the emulator answers 429; 0 switches it off',
    kind: 'number',
    fallback: '300',
  },
  rateWindowMs: {
    flags: '--rate-window-ms <milliseconds>',
    variable: 'MGHOOKS_EMULATOR_RATE_WINDOW_MS',
    description: 'length of the window',
    kind: 'number',
    fallback: '60000',
  },
  rateMode: {
    flags: '--rate-mode <mode>',
    variable: 'MGHOOKS_EMULATOR_RATE_MODE',
    description: 'how the emulator counts',
    kind: 'text',
    choices: ['fixed', 'rolling'],
    fallback: 'fixed',
  },
} as const satisfies Readonly<Record<string, Flag>>;
