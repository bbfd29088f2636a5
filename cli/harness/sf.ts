/** Runs the real command line, unmodified. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { Home } from './home';

const SF = path.resolve(__dirname, '../node_modules/@salesforce/cli/bin/run.js');

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams, for messages that may come on either. */
  readonly text: string;
}

export interface RunOptions {
  /** Working folder; default the home. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Sees the process, to stop one that runs for ever. */
  readonly onStart?: (child: ChildProcess) => void;
  /** Sees output as it comes. */
  readonly onOutput?: (soFar: string) => void;
}

/** The answer of a command with `--json`. */
export interface JsonAnswer<T> {
  readonly status: number;
  readonly result: T;
  readonly name?: string;
  readonly message?: string;
  readonly data?: unknown;
  readonly warnings?: readonly string[];
}

export class Sf {
  constructor(readonly home: Home) {}

  /** Runs a command to its end, however it ends. */
  run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [SF, ...args], {
        cwd: options.cwd ?? this.home.folder,
        env: { ...this.home.env, ...options.env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text;
        options.onOutput?.(stdout);
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      child.on('error', reject);
      child.on('close', (code) => {
        resolve({ code: code ?? -1, stdout, stderr, text: `${stdout}\n${stderr}` });
      });
      options.onStart?.(child);
    });
  }

  /**
   * Runs a command that has to succeed.
   *
   * @throws Error with all that it printed when it does not
   */
  async ok(args: readonly string[], options?: RunOptions): Promise<Ran> {
    const ran = await this.run(args, options);
    if (ran.code !== 0)
      throw new Error(`sf ${args.join(' ')} ended with ${ran.code}:\n${ran.text}`);
    return ran;
  }

  /** Runs a command with `--json` and reads its answer, also that of a failure. */
  async answer<T>(args: readonly string[], options?: RunOptions): Promise<JsonAnswer<T>> {
    const ran = await this.run([...args, '--json'], options);
    try {
      return JSON.parse(ran.stdout) as JsonAnswer<T>;
    } catch {
      throw new Error(`sf ${args.join(' ')} printed no JSON (status ${ran.code}):\n${ran.text}`);
    }
  }

  /** Runs a command with `--json` that has to succeed, and gives its result. */
  async json<T>(args: readonly string[], options?: RunOptions): Promise<T> {
    const answer = await this.answer<T>(args, options);
    if (answer.status !== 0)
      throw new Error(`sf ${args.join(' ')} failed:\n${JSON.stringify(answer, null, 2)}`);
    return answer.result;
  }
}
