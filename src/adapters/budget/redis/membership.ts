import type { Clock } from '../../../ports/clock.ts';
import { type Bell, createBell } from './bell.ts';
import { type Connection, connect, createScript } from './connection.ts';
import { connectionFailure } from './connection-failure.ts';
import { Conversation } from './conversation.ts';
import { type Answer, type Question, readAnswer, scriptArguments, windowKeys } from './exchange.ts';
import { keepTrying } from './keep-trying.ts';
import type { Pace } from './pace.ts';
import type { RedisAddress } from './redis-address.ts';
import type { SharedSlot } from './shared-slot.ts';
import { SharedWindowError } from './shared-window-error.ts';
import { WINDOW_SCRIPT } from './window-script.ts';

const OPEN_WITHIN_MS = 4500;
const CLOSE_WITHIN_MS = 1000;
const SCRIPT = createScript(WINDOW_SCRIPT);

export interface MembershipOptions {
  readonly address: RedisAddress;
  readonly account: string;
  readonly limit: number;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly random: () => number;
  readonly onState: (state: 'connected' | 'lost', reason?: string) => void;
  readonly waiting?: () => number;
}

/** Who waits for the first connection. */
interface Opening {
  readonly succeed: () => void;
  readonly fail: (failure: Error) => void;
}

/** One process in the shared window of an account: its conversation with Redis, over one connection after another. */
export class Membership {
  readonly #options: MembershipOptions;
  readonly #bell: Bell;
  readonly #conversation: Conversation;
  readonly #ending = new AbortController();
  #opening: Opening | undefined;
  #life: Promise<void> = Promise.resolve();
  #connected = false;
  #closing = false;

  constructor(options: MembershipOptions) {
    this.#options = options;
    this.#bell = createBell(options.clock);
    this.#conversation = new Conversation({ ...options, onNews: () => this.#bell.ring() });
  }

  /** Resolves when Redis has answered the first question. To be called once, first. */
  async open(): Promise<void> {
    const { address, clock } = this.#options;
    let failure: Error = connectionFailure(new Error('timed out'), address);
    const first = new Promise<void>((succeed, reject) => {
      const cancel = clock.after(OPEN_WITHIN_MS, () => reject(failure));
      const fail = (reason: Error): void => {
        failure = reason;
        if (reason instanceof SharedWindowError && reason.outlook === 'passing') return;
        cancel();
        reject(reason);
      };
      this.#opening = {
        succeed: () => {
          cancel();
          succeed();
        },
        fail,
      };
    });
    this.#life = this.#live();
    await first.catch(async (reason: unknown) => {
      await this.close();
      throw reason;
    });
  }

  acquire(signal: AbortSignal): Promise<SharedSlot> {
    return this.#conversation.acquire(signal);
  }

  pause(ms: number): Promise<void> {
    return this.#conversation.pause(ms);
  }

  state(): { readonly remaining: number; readonly pausedForMs: number; readonly connected: boolean } {
    const pausedForMs = this.#conversation.pausedForMs();
    const remaining = this.#connected && pausedForMs === 0 ? this.#conversation.free() : 0;
    return { remaining, pausedForMs, connected: this.#connected };
  }

  async close(): Promise<void> {
    const { clock } = this.#options;
    this.#closing = true;
    this.#conversation.close(new SharedWindowError('The shared rate window is closed', 'final'));
    const cancel = clock.after(this.#connected ? CLOSE_WITHIN_MS : 0, () => this.#ending.abort());
    await this.#life;
    cancel();
  }

  async #live(): Promise<void> {
    const { address, clock, random } = this.#options;
    const { signal } = this.#ending;
    const attempt = async (onSuccess: () => void): Promise<void> => {
      const connection = await connect(address, signal);
      connection.onEnd(() => this.#bell.ring());
      try {
        await this.#converse(connection, onSuccess);
      } finally {
        connection.close();
      }
    };
    const onFailure = (failure: SharedWindowError): void => this.#fail(failure);
    try {
      await keepTrying({ clock, random, signal, attempt, onFailure });
    } catch (error) {
      // A mistake in this program: whoever waits is told, instead of waiting for ever.
      const reason = error instanceof Error ? error : new Error(String(error));
      this.#conversation.close(reason);
      this.#opening?.fail(reason);
    }
    this.#connected = false;
    this.#conversation.fallSilent();
  }

  /** Until the last word is said after `close`; throws when the connection fails. */
  async #converse(connection: Connection, onSuccess: () => void): Promise<void> {
    for (;;) {
      const last = this.#closing;
      await this.#exchange(connection);
      onSuccess();
      this.#succeed();
      if (last && !this.#conversation.hasNews()) return;
      await this.#rest(connection);
      if (connection.hasEnded()) throw this.#failure('Connection is closed');
    }
  }

  async #rest(connection: Connection): Promise<void> {
    while (!connection.hasEnded() && !this.#closing) {
      const ms = this.#conversation.restMs();
      if (ms === 0) return;
      await this.#bell.rest(ms);
    }
  }

  async #exchange(connection: Connection): Promise<void> {
    const spoken = this.#conversation.speak();
    const answer = await this.#ask(connection, spoken.question).catch((error: unknown) => {
      this.#conversation.giveUp(spoken);
      throw error;
    });
    this.#conversation.hear(spoken, answer);
  }

  async #ask(connection: Connection, question: Question): Promise<Answer> {
    const { account, pace } = this.#options;
    const args = scriptArguments(question, pace);
    const answer = readAnswer(await connection.run(SCRIPT, windowKeys(account), args));
    if (answer === undefined) throw this.#failure('Protocol error');
    return answer;
  }

  #succeed(): void {
    if (this.#connected) return;
    this.#connected = true;
    this.#options.onState('connected');
    this.#opening?.succeed();
  }

  #fail(failure: SharedWindowError): void {
    this.#opening?.fail(failure);
    if (!this.#connected) return;
    this.#connected = false;
    this.#options.onState('lost', failure.message);
  }

  #failure(text: string): SharedWindowError {
    return connectionFailure(new Error(text), this.#options.address);
  }
}
