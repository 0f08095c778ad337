import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../support/command-line.ts';
import { withEmulator } from '../../support/emulator.ts';
import { accountsFile, workspace } from '../../support/workspace.ts';

const A = 'https://hooks.example.com/a';

const errorsOf = (stdout: string): readonly { readonly message: string }[] => JSON.parse(stdout).errors;

describe('a command line that is wrong', () => {
  it.each([
    ['plan --nope --output json', "unknown option '--nope'"],
    ['plan --nope --output=json', "unknown option '--nope'"],
    ['plan --nope -o json', "unknown option '--nope'"],
    ['plan --nope -ojson', "unknown option '--nope'"],
    ['plan -o text -ojson --nope', "unknown option '--nope'"],
    ['apply -yojson --nope', "unknown option '--nope'"],
    ['nope -o json', "unknown command 'nope'"],
    ['--account main plan -o json', "the command 'plan' has to stand before its flags"],
    ['plan extra -ojson', 'too many arguments'],
    ['plan --expires 1h -ojson', "'--expires' says how long a saved plan is good"],
  ])('%s: is said as JSON', async (line, message) => {
    const { code, stdout } = await runCommandLine(line.split(' '), { workingDirectory: workspace() });
    expect(errorsOf(stdout)).toEqual([{ message: expect.stringContaining(message) }]);
    expect(code).toBe(4);
  });

  it.each(['plan --nope', 'plan -c json --nope', 'plan -ojson -otext --nope', 'plan -cojson --nope'])(
    '%s: is said as text on stderr',
    async (line) => {
      const { code, stdout, stderr } = await runCommandLine(line.split(' '));
      expect(stdout).toBe('');
      expect(stderr).toBe("error: unknown option '--nope'\n");
      expect(code).toBe(4);
    },
  );

  it('names the nearest option, once', async () => {
    const { stderr } = await runCommandLine(['apply', '--aprove', '1f0c9a2b7d3e']);
    expect(stderr).toBe("error: unknown option '--aprove'\n(Did you mean --approve?)\n");
  });

  it('is an annotation for GitHub', async () => {
    const { stdout } = await runCommandLine(['plan', '--nope', '-o', 'github']);
    expect(stdout).toBe("::error title=mghooks::unknown option '--nope'\n");
  });

  it('is escaped in Markdown', async () => {
    const { stdout } = await runCommandLine(['plan', '--<b>|_x_', '-o', 'markdown']);
    expect(stdout).toContain("unknown option '--&#60;b&#62;&#124;&#95;x&#95;'");
  });

  it('is no error when it asks for help', async () => {
    for (const line of ['--help', 'plan --help -ojson', '--version']) {
      const { code, stderr } = await runCommandLine(line.split(' '));
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    }
  });
});

describe('a command that was told to stop', () => {
  it('says so as JSON, with exit code 1', async () => {
    const emulator = await withEmulator({ seed: { domains: { 'mg.example.com': {} } } });
    const folder = workspace({
      'config/a.yaml': `${accountsFile(emulator.origin)}domains:\n  mg.example.com: { webhooks: { clicked: ${A} } }\n`,
    });
    const signal = AbortSignal.abort(new Error('SIGTERM received'));
    const { code, stdout } = await runCommandLine(['plan', '-ojson'], { workingDirectory: folder, signal });
    expect(errorsOf(stdout)).toEqual([
      { message: expect.stringContaining('Stopped before the plan was complete') },
    ]);
    expect(code).toBe(1);
  });
});

describe('what became of the changes, as Markdown', () => {
  it('lets no text of Mailgun be markup', async () => {
    const emulator = await withEmulator({ seed: { domains: { 'mg.example.com': {} } } });
    emulator.addFault({
      match: { method: 'POST' },
      fault: {
        kind: 'answer',
        status: 400,
        json: { message: '![x](http://x/y) <img src=x> `a` **b** @team' },
      },
    });
    const folder = workspace({
      'config/a.yaml': `${accountsFile(emulator.origin)}domains:\n  mg.example.com: { webhooks: { clicked: ${A} } }\n`,
    });
    const { code, stdout } = await runCommandLine(['apply', '-o', 'markdown', '--log-level', 'silent'], {
      workingDirectory: folder,
    });
    expect(stdout).toContain('- `mg.example.com` `clicked`: failed: ');
    expect(stdout).not.toMatch(/!\[x\]|<img|\*\*b\*\*|`a`/);
    expect(stdout).toMatch(/\n\nNothing applied: .*\n$/);
    expect(code).toBe(1);
  });
});
