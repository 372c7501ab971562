import { RagfleetError } from '@ragfleet/client';
import { isFault } from '@ragfleet/kernel';
import { CommanderError } from 'commander';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createProgram, HELP_HINT } from './program.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const controller = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => controller.abort(new Error(`Stopped by ${signal}.`)));

// Whoever reads the output has read enough (`| head`): stop the work, and say nothing of it.
let isUnread = false;
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    isUnread = true;
    controller.abort(new Error('Nobody reads the output.'));
  });

const context = {
  // What only some commands need is loaded by those: nobody waits for it before `--help`.
  fleet: async () => {
    const { findFleet } = await import('./find-fleet.ts');
    return findFleet({
      url: process.env['RAGFLEET_URL'],
      apiKey: process.env['RAGFLEET_API_KEY'],
      metricsUrl: process.env['RAGFLEET_METRICS_URL'],
      dataDir: namedDataDir(),
      // Where the fleet keeps its data unless told otherwise.
      descriptionPaths: [process.cwd(), root].map((dir) => join(dir, '.ragfleet', 'local.json')),
    });
  },
  get dataDir() {
    return namedDataDir();
  },
  stores: {
    DATABASE_URL: process.env['DATABASE_URL'],
    QUEUE_REDIS_URL: process.env['QUEUE_REDIS_URL'],
    RAGFLEET_MASTER_KEY: process.env['RAGFLEET_MASTER_KEY'],
    RAGFLEET_ENV: process.env['RAGFLEET_ENV'],
  },
  embedder: async () => (await import('./choose-from-environment.ts')).embedderFrom(process.env),
  judge: async () => (await import('./choose-from-environment.ts')).judgeFrom(process.env),
  prices: async () => (await import('./choose-from-environment.ts')).pricesFrom(process.env),
  write: (text: string) => process.stdout.write(text),
  print: (line: string) => process.stdout.write(`${line}\n`),
  say: (text: string) => process.stderr.write(text),
  // A pseudo-terminal without a width cannot hold a bar.
  terminal: process.stderr.isTTY && process.stderr.columns > 0 ? process.stderr : null,
  signal: controller.signal,
};

function namedDataDir(): string | undefined {
  return program.opts<{ dataDir?: string }>().dataDir;
}

const [DONE, FAILED, USAGE] = [0, 1, 2] as const;
let exitCode: number = FAILED;
const program = createProgram({
  context,
  machine: { root, nodeVersion: process.versions.node, environment: process.env },
  sealer: async () => (await import('./choose-from-environment.ts')).sealerFrom(process.env),
  onEnd: (ok, code) => (exitCode = code ?? (ok ? DONE : FAILED)),
});

try {
  await program.parseAsync();
  process.exitCode = exitCode;
} catch (error) {
  process.exitCode = exitCodeOf(error);
  // commander has printed its own.
  if (!(error instanceof CommanderError) && !isUnread) process.stderr.write(`${shownOf(error)}\n`);
  // A script that asked for JSON gets its line in every case.
  if (process.exitCode !== DONE && process.argv.includes('--json') && !isUnread)
    process.stdout.write(`${JSON.stringify({ ok: false, error: messageOf(error) })}\n`);
}

/** A command that was called wrongly has done nothing, whether a flag, a file or a variable was wrong. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : USAGE;
  return isFault(error, 'invalid-input') ? USAGE : FAILED;
}

/** What the user can act on, without a stack; anything else with one. */
function shownOf(error: unknown): string {
  const isForUser = isFault(error) || error instanceof RagfleetError || controller.signal.aborted;
  return isForUser || !(error instanceof Error) ? messageOf(error) : (error.stack ?? error.message);
}

/** As commander says it on standard error, where commander says it. */
function messageOf(error: unknown): string {
  if (error instanceof CommanderError)
    return error.code === 'commander.help'
      ? `no command was named\n${HELP_HINT}`
      : `${error.message.replace(/^error: /, '')}\n${HELP_HINT}`;
  return error instanceof Error ? error.message : String(error);
}
