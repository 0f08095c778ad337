import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const SERVER = join(import.meta.dirname, '../../node_modules/.bin/yaml-language-server');

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly uri?: string; readonly diagnostics?: readonly EditorDiagnostic[] };
  readonly result?: unknown;
}

export interface EditorDiagnostic {
  readonly message: string;
  /** Line and character count from 0. */
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

/** What an editor does with a YAML file: starts the language server, opens the file, asks. */
export class Editor {
  readonly #server: ChildProcessWithoutNullStreams;
  readonly #waiting: {
    readonly accepts: (message: Message) => boolean;
    readonly resolve: (m: Message) => void;
  }[] = [];
  #received: Buffer = Buffer.alloc(0);
  #lastId = 0;

  private constructor() {
    this.#server = spawn(process.execPath, [SERVER, '--stdio']);
    this.#server.stdout.on('data', (chunk: Buffer) => this.#receive(chunk));
  }

  static async start(folder: string): Promise<Editor> {
    const editor = new Editor();
    const rootUri = pathToFileURL(folder).href;
    await editor.#request('initialize', { processId: process.pid, rootUri, capabilities: {} });
    editor.#send({ method: 'initialized', params: {} });
    // Without this the server asks a catalogue on the network for schemas.
    const settings = { yaml: { schemaStore: { enable: false }, validate: true, completion: true } };
    editor.#send({ method: 'workspace/didChangeConfiguration', params: { settings } });
    return editor;
  }

  /** Opens a file with the given text, on disk or not, and gives what the editor would underline. */
  async open(file: string, text: string): Promise<readonly EditorDiagnostic[]> {
    const uri = pathToFileURL(file).href;
    const published = this.#next(
      ({ method, params }) => method === 'textDocument/publishDiagnostics' && params?.uri === uri,
    );
    this.#send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'yaml', version: 1, text } },
    });
    return (await published).params?.diagnostics ?? [];
  }

  /** The words the editor offers at a place of an open file; line and character count from 0. */
  async complete(file: string, line: number, character: number): Promise<readonly string[]> {
    const uri = pathToFileURL(file).href;
    const { result } = await this.#request('textDocument/completion', {
      textDocument: { uri },
      position: { line, character },
    });
    const items = (result as { readonly items: readonly { readonly label: string }[] }).items;
    return items.map(({ label }) => label).sort();
  }

  async hover(file: string, line: number, character: number): Promise<string> {
    const uri = pathToFileURL(file).href;
    const { result } = await this.#request('textDocument/hover', {
      textDocument: { uri },
      position: { line, character },
    });
    return JSON.stringify(result);
  }

  close(): void {
    this.#server.kill();
  }

  #request(method: string, params: unknown): Promise<Message> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = this.#next((message) => message.id === id && message.method === undefined);
    this.#send({ id, method, params });
    return answer;
  }

  #send(message: object): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #next(accepts: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve) => this.#waiting.push({ accepts, resolve }));
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const headerEnd = this.#received.indexOf('\r\n\r\n');
      const length = Number(
        /Content-Length: (\d+)/.exec(this.#received.toString('latin1', 0, headerEnd))?.[1],
      );
      const end = headerEnd + 4 + length;
      if (headerEnd < 0 || this.#received.length < end) return;
      const message: Message = JSON.parse(this.#received.toString('utf8', headerEnd + 4, end));
      this.#received = this.#received.subarray(end);
      this.#handle(message);
    }
  }

  #handle(message: Message): void {
    // The server asks for its settings; it has been sent them, and defaults do for the rest.
    if (message.method !== undefined && message.id !== undefined) {
      this.#send({ id: message.id, result: message.method === 'workspace/configuration' ? [] : null });
    }
    const index = this.#waiting.findIndex(({ accepts }) => accepts(message));
    if (index >= 0) this.#waiting.splice(index, 1)[0]?.resolve(message);
  }
}
