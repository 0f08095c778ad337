import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { BootClock } from '../../ports/boot-clock.ts';

const MINUTE_MS = 60_000;

/** Linux names each boot (proc(5), `/proc/sys/kernel/random/boot_id`); elsewhere the minute it started in has to do. */
export function createBootClock(): BootClock {
  return { bootId: readBootId(), uptimeMs: () => uptime() * 1000 };
}

function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return `started-${Math.round((Date.now() - uptime() * 1000) / MINUTE_MS)}`;
  }
}
