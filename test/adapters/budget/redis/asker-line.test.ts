import { describe, expect, it } from 'vitest';
import { createAskerLine } from '../../../../src/adapters/budget/redis/asker-line.ts';
import { never } from './window.ts';

describe('the line of those who ask', () => {
  it('serves the first one first', async () => {
    const line = createAskerLine<number>();
    const asking = [line.enter(never), line.enter(never)];
    expect(line.length()).toBe(2);
    expect(line.serve(1)).toBe(true);
    expect(line.serve(2)).toBe(true);
    expect(line.serve(3)).toBe(false);
    expect(await Promise.all(asking)).toEqual([1, 2]);
    expect(line.length()).toBe(0);
  });

  it('passes over those who gave up', async () => {
    const line = createAskerLine<number>();
    const controller = new AbortController();
    const first = line.enter(controller.signal);
    const second = line.enter(never);
    controller.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    line.serve(1);
    expect(await second).toBe(1);
  });

  it('lets nobody in with a signal that is aborted already', async () => {
    const line = createAskerLine<number>();
    await expect(line.enter(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    expect(line.length()).toBe(0);
  });

  it('sends everybody away when it closes, those who come later too', async () => {
    const line = createAskerLine<number>();
    const asking = line.enter(never);
    line.close(new Error('closed'));
    await expect(asking).rejects.toThrow('closed');
    await expect(line.enter(never)).rejects.toThrow('closed');
    expect(line.serve(1)).toBe(false);
  });
});
