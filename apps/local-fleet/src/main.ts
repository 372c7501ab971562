import { runCommand } from '@ragfleet/service-runtime';
import { fileURLToPath } from 'node:url';
import { parseFlags, USAGE } from './flags.ts';
import { runLocalFleet } from './run-local-fleet.ts';

// npm hands Ctrl-C on to a process that the terminal has already told: an echo, no second wish.
const ECHO_MS = 1_000;

/** Aborts at the first SIGINT, SIGTERM or SIGHUP, and when the process that started this one is gone; a second one that is meant ends the process at once, and its guards the rest. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  let firstAt: number | null = null;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (firstAt !== null && performance.now() - firstAt > ECHO_MS) process.exit(1);
      firstAt ??= performance.now();
      controller.abort(new Error(`Stopped by ${signal}.`));
    });
  }
  // The process that started this one is gone, whatever killed it.
  process.once('disconnect', () => controller.abort(new Error('Stopped with the process that started it.')));
  return controller.signal;
}

const args = process.argv.slice(2);
runCommand({
  args,
  usage: USAGE,
  main: async () =>
    runLocalFleet({
      flags: parseFlags(args),
      homeDir: fileURLToPath(new URL('../../../.ragfleet', import.meta.url)),
      environment: process.env,
      signal: stopSignal(),
      stdout: (text) => process.stdout.write(text),
      stderr: (text) => process.stderr.write(text),
    }),
});
