import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Job, News } from './worker.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const WORKER = join(import.meta.dirname, 'worker.ts');

/** The worker, compiled for a process of its own: Node 20 runs no TypeScript, and `dist` may be older than the sources. */
export interface CompiledWorker {
  readonly script: string;
  remove(): void;
}

export function compileWorker(): CompiledWorker {
  const folder = mkdtempSync(join(tmpdir(), 'mghooks-worker-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const project = {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: { rootDir: ROOT, outDir: join(folder, 'out'), noCheck: true },
    include: [],
    files: [WORKER],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
  const tsc = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' });
  if (tsc.status !== 0) throw new Error(`The worker does not compile:\n${tsc.stdout}${tsc.stderr}`);
  return {
    script: join(folder, 'out', relative(ROOT, WORKER).replace(/\.ts$/, '.js')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface Worker {
  /** What it has told so far. */
  readonly news: readonly News[];
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  /** Resolves when the process is gone. */
  readonly gone: Promise<unknown>;
  /** Kills it if need be. */
  end(): Promise<void>;
}

export function startWorker(script: string, job: Job, environment: NodeJS.ProcessEnv = {}): Worker {
  const child = fork(script, [JSON.stringify(job)], { env: { ...process.env, ...environment } });
  const news: News[] = [];
  child.on('message', (message) => news.push(message as News));
  const gone = once(child, 'exit');
  return {
    news,
    gone,
    signal: (name) => {
      child.kill(name);
    },
    end: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
