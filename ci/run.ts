import { spawn } from 'node:child_process';
import path from 'node:path';
import { STEPS } from './steps';
import type { Step } from './steps';
import { closingLine, tally } from './tally';
import type { Tally } from './tally';

const ROOT = path.resolve(__dirname, '..');

interface Finished extends Tally {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
}

/** Runs a command, shows its output as it comes, and keeps it for the tally. */
function execute([program, ...args]: Step['command']): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    const bin = path.join(ROOT, 'node_modules', '.bin');
    const child = spawn(program, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}` },
    });
    const chunks: Buffer[] = [];
    const keep = (chunk: Buffer): void => {
      chunks.push(chunk);
      process.stdout.write(chunk);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => {
      console.log(`${program} could not be started: ${error.message}`);
      resolve({ ok: false, output: '' });
    });
    child.on('close', (code) => {
      resolve({ ok: code === 0, output: Buffer.concat(chunks).toString('utf8') });
    });
  });
}

/** Runs one step and prints what became of it. */
async function run(step: Step): Promise<Finished> {
  console.log(`\n== ${step.name} (${step.command.join(' ')})`);
  const started = process.hrtime.bigint();
  const { ok, output } = await execute(step.command);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  console.log(`-- ${step.name}: ${ok ? 'ok' : 'FAILED'} after ${seconds.toFixed(1)} s`);
  return { name: step.name, ok, seconds, ...tally(step.counts, ok, output) };
}

/** Runs every step, however the earlier ones ended, and closes with the sum. */
async function main(): Promise<void> {
  const finished: Finished[] = [];
  for (const step of STEPS) finished.push(await run(step));

  console.log('\n== Time');
  console.log(`${(process.env['INSTALL_SECONDS'] ?? '?').padStart(8)} s  Install`);
  for (const { name, ok, seconds } of finished) {
    console.log(`${seconds.toFixed(1).padStart(8)} s  ${name}${ok ? '' : '  FAILED'}`);
  }
  if (finished.some(({ ok, failed }) => !ok || failed > 0)) process.exitCode = 1;
  console.log(closingLine(finished));
}

void main();
