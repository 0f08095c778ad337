import { describe, expect, it } from 'vitest';
import { LEASE_TIMING } from '../../../src/adapters/kubernetes/lease-timing.ts';
import { worldsToWatch } from '../../support/budget-world/many-worlds.ts';
import { watchLeaseWorld } from '../../support/lease-server/lease-world.ts';

const WORLDS = worldsToWatch();
const timeout = 60_000 + WORLDS * 500;

describe('three processes under kills, freezes, hand edits, deletions and a bad network', () => {
  it('never write at the same time, and one of them leads as soon as there is peace', {
    timeout,
  }, async () => {
    const broken: string[] = [];
    let [writes, takeOvers] = [0, 0];
    for (let seed = 1; seed <= WORLDS; seed += 1) {
      const sight = await watchLeaseWorld(seed);
      writes += sight.writes;
      takeOvers += sight.takeOvers;
      broken.push(...sight.broken.map((what) => `seed ${seed}: ${what}`));
    }
    console.log(`${WORLDS} worlds: ${takeOvers} take-overs, ${writes} writes`);
    expect(broken).toEqual([]);
    expect(takeOvers).toBeGreaterThan(WORLDS);
  });

  it('show it when a leader writes up to the end of its lease', { timeout }, async () => {
    const careless = { ...LEASE_TIMING, writeLimitMs: 0, marginMs: 0 };
    let broken: readonly string[] = [];
    for (let seed = 1; seed <= 60 && broken.length === 0; seed += 1) {
      ({ broken } = await watchLeaseWorld(seed, careless));
    }
    expect(broken[0]).toMatch(/^pod-\d_\d+ wrote at/);
  });
});
