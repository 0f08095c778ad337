import type { Tone } from './tone.ts';

const COLOURS: Readonly<Record<Tone, string>> = {
  ok: '#2e9e68',
  quiet: '#7b8698',
  busy: '#3b6fe0',
  warn: '#d98a1f',
  bad: '#d64538',
};

/** The mark of mghooks, a hook on a ring, in the colour of the verdict; browsers show it on the tab. */
export function icon(tone: Tone): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${COLOURS[tone]}"/><g fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"><circle cx="19.5" cy="8.5" r="3"/><path d="M19.5 11.500v8a5.5 5.5 0 0 1-11 0v-3.500l3 2.5"/></g></svg>`;
}
