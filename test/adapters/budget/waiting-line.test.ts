import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { createWaitingLine } from '../../../src/adapters/budget/waiting-line.ts';

const reason = new Error('told to stop');

describe('the waiting line', () => {
  it('counts those who wait and forgets those who departed', () => {
    const line = createWaitingLine();
    const { signal } = new AbortController();
    const first = line.enter(signal);
    line.enter(signal);
    expect(line.length()).toBe(2);
    first.depart();
    expect(line.length()).toBe(1);
  });

  it('gives a place up when its signal is aborted', () => {
    const line = createWaitingLine();
    const controller = new AbortController();
    const place = line.enter(controller.signal);
    controller.abort(reason);
    expect(place.left.reason).toBe(reason);
    expect(line.length()).toBe(0);
    expect(() => place.depart()).toThrow(reason);
  });

  it('cannot call somebody back who departed', () => {
    const line = createWaitingLine();
    const controller = new AbortController();
    const place = line.enter(controller.signal);
    place.depart();
    controller.abort(reason);
    expect(place.left.aborted).toBe(false);
  });

  it('lets nobody in whose signal is aborted already', () => {
    const line = createWaitingLine();
    expect(() => line.enter(AbortSignal.abort(reason))).toThrow(reason);
    expect(line.length()).toBe(0);
  });

  it('sends everybody away when it closes, and lets nobody in afterwards', () => {
    const line = createWaitingLine();
    const { signal } = new AbortController();
    const places = [line.enter(signal), line.enter(signal)];
    line.close(reason);
    expect(places.map((place) => place.left.reason)).toEqual([reason, reason]);
    expect(line.length()).toBe(0);
    expect(() => line.enter(signal)).toThrow(reason);
  });

  it('lets many wait on one signal without a warning of Node', async () => {
    const warned = vi.fn();
    process.on('warning', warned);
    const line = createWaitingLine();
    const { signal } = new AbortController();
    for (let entered = 0; entered < 50; entered += 1) line.enter(signal);
    await new Promise(setImmediate);
    process.off('warning', warned);
    expect(warned).not.toHaveBeenCalled();
  });

  it('leaves no listener on a signal that outlives its places', () => {
    const line = createWaitingLine();
    const { signal } = new AbortController();
    line.enter(signal).depart();
    line.enter(signal);
    line.close(reason);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});
