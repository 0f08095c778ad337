import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '../workspace.ts';
import { brokenIn, type Sight, type WorldOptions, watchWorld } from './budget-world.ts';

const HOUR_MS = 3_600_000;
const WORLDS = 96;

/** How many worlds a test watches in all: `MGHOOKS_TEST_SEEDS`, if it is set. */
export function worldsToWatch(): number {
  const wanted = process.env['MGHOOKS_TEST_SEEDS'];
  if (wanted === undefined) return WORLDS;
  if (/^[1-9]\d{0,6}$/.test(wanted)) return Number(wanted);
  throw new Error(`MGHOOKS_TEST_SEEDS is '${wanted}'; expected a number of worlds, such as 5000`);
}

/** What was seen in many worlds that differ by their seeds. */
export interface Panorama {
  /** What went wrong, each with its seed. */
  readonly broken: readonly string[];
  /** The world that came nearest to its budget, or went farthest over it. */
  readonly worst: Sight;
  readonly worlds: number;
  readonly requests: number;
  readonly virtualHours: number;
}

type Common = Omit<WorldOptions, 'seed' | 'folder'>;

/** Watches the worlds of a kind with the seeds 1 to `worlds`. */
export async function watchWorlds(worlds: number, common: Common): Promise<Panorama> {
  const folder = workspace();
  const sights: Sight[] = [];
  for (let seed = 1; seed <= worlds; seed += 1) {
    sights.push(await watchWorld({ ...common, seed, folder: folderFor(folder, seed) }));
  }
  return {
    broken: sights.flatMap((sight, index) =>
      brokenIn(sight).map((what) => `${common.kind}, seed ${index + 1}: ${what}`),
    ),
    worst: sights.reduce((worst, sight) => (overBudget(sight) > overBudget(worst) ? sight : worst)),
    worlds,
    requests: sights.reduce((sum, sight) => sum + sight.requests, 0),
    virtualHours: sights.reduce((sum, sight) => sum + sight.virtualMs, 0) / HOUR_MS,
  };
}

/** The first seed from 1 to `worlds` whose world shows that something is wrong. */
export async function firstBrokenSeed(worlds: number, common: Common): Promise<number | undefined> {
  const folder = workspace();
  for (let seed = 1; seed <= worlds; seed += 1) {
    const sight = await watchWorld({ ...common, seed, folder: folderFor(folder, seed) });
    if (brokenIn(sight).length > 0) return seed;
  }
  return undefined;
}

function overBudget({ worstRolling, worstFixed, requestsPerMinute }: Sight): number {
  return Math.max(worstRolling, worstFixed) - requestsPerMinute;
}

function folderFor(folder: string, seed: number): string {
  const path = join(folder, String(seed));
  mkdirSync(path);
  return path;
}
