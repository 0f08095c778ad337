import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPauseGate } from '../../../src/adapters/budget/pause-gate.ts';
import { createSystemClock } from '../../../src/adapters/clock/system-clock.ts';

describe('the pause gate', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const never = new AbortController().signal;

  it('is open until somebody asks for a pause', async () => {
    const gate = createPauseGate(createSystemClock());
    expect(gate.pausedForMs()).toBe(0);
    await gate.opened(never);
  });

  it('holds everybody back until the pause ends', async () => {
    const gate = createPauseGate(createSystemClock());
    const passed = vi.fn();
    gate.pause(5000);
    const waiting = gate.opened(never).then(passed);
    await vi.advanceTimersByTimeAsync(4999);
    expect(passed).not.toHaveBeenCalled();
    expect(gate.pausedForMs()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await waiting;
    expect(passed).toHaveBeenCalledTimes(1);
  });

  it('keeps a longer pause that is under way', () => {
    const gate = createPauseGate(createSystemClock());
    gate.pause(5000);
    gate.pause(1000);
    expect(gate.pausedForMs()).toBe(5000);
  });

  it('makes those who already wait stay for a pause that became longer', async () => {
    const gate = createPauseGate(createSystemClock());
    const passed = vi.fn();
    gate.pause(1000);
    const waiting = gate.opened(never).then(passed);
    await vi.advanceTimersByTimeAsync(500);
    gate.pause(5000);
    await vi.advanceTimersByTimeAsync(4999);
    expect(passed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await waiting;
  });

  it("lets go of those who wait, with the signal's reason, when the signal is aborted", async () => {
    const gate = createPauseGate(createSystemClock());
    const controller = new AbortController();
    const reason = new Error('told to stop');
    gate.pause(5000);
    const waiting = gate.opened(controller.signal);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('refuses an aborted signal even while it is open', async () => {
    const reason = new Error('told to stop');
    await expect(createPauseGate(createSystemClock()).opened(AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
