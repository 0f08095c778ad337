import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import {
  type Answer,
  type Question,
  readAnswer,
  scriptArguments,
  windowKeys,
} from '../../../../src/adapters/budget/redis/exchange.ts';
import { createPace } from '../../../../src/adapters/budget/redis/pace.ts';
import { WINDOW_SCRIPT } from '../../../../src/adapters/budget/redis/window-script.ts';

export const PACE = createPace({ windowMs: 60_000, leaseMs: 60_000 });

/** The script of one account on a real Redis, at times that the test chooses. */
export interface ScriptedWindow {
  ask(question: Partial<Question>): Promise<Answer>;
  /** Sets the clock of Redis forward (or back), as far as the script can see. */
  setClock(byMs: number): Promise<void>;
}

/**
 * The clock of Redis is made to look far ahead, so that the latest time that a question allows is the time of its
 * answer.
 */
export function createScriptedWindow(client: Redis, account: string): ScriptedWindow {
  const keys = windowKeys(account);
  return {
    ask: async (question) => {
      const whole = { limit: 10, latestMs: 0, pauseMs: 0, wanted: 0, asked: 0, firstNumber: 0, reports: [] };
      const args = scriptArguments({ member: 'm1', ...whole, ...question }, PACE);
      const answer = readAnswer(await client.eval(WINDOW_SCRIPT, keys.length, ...keys, ...args));
      if (answer === undefined) throw new Error('The script gives no answer');
      return answer;
    },
    setClock: async (byMs) => {
      await client.hincrby(keys[1] ?? '', 'shift', byMs);
    },
  };
}

export function connectTo(url: string): Redis {
  const client = new Redis(url);
  onTestFinished(() => client.disconnect());
  return client;
}
