import { toFault } from '@ragfleet/kernel';
import type { Logger } from '../logging/create-logger.ts';
import { endProcess } from './end-process.ts';
import { composeProbed, type OperationsAddress } from './open-operations.ts';
import { type Service, startServices, stopServices } from './services.ts';
import { type MemoryWatchOptions, watchMemory } from './watch-memory.ts';

export interface RunOptions {
  readonly name: string;
  readonly logger: Logger;
  /** Builds the services, in start order. May take long: stores are opened, and one of them may have to be migrated. */
  readonly compose: () => readonly Service[] | Promise<readonly Service[]>;
  /** Where the probes are answered until then. Left out by a process that is composed at once. */
  readonly operations?: OperationsAddress;
  /** Everything has stopped by then, or the process ends all the same. Below the orchestrator's grace period. */
  readonly graceMs: number;
  readonly memory?: Pick<MemoryWatchOptions, 'intervalMs'>;
}

// What is left of the grace period for the exit itself when a stop hangs.
const EXIT_MARGIN_MS = 500;

/**
 * Runs a process from its composition to its exit. SIGTERM and SIGINT stop the services in reverse order and exit 0, at
 * once where there are none yet; a second signal exits at once with 1. An error that nobody caught is logged and ends the process the same way with 1,
 * so that the supervisor starts a clean one; so does a process that comes near the end of its memory.
 */
export async function runServices(options: RunOptions): Promise<void> {
  const { name, logger, compose, operations, graceMs, memory } = options;
  let services: readonly Service[] = [];
  let stopping = false;
  const stop = (reason: string, exitCode: number): void => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info({ reason }, 'stopping');
    setTimeout(() => process.exit(1), graceMs).unref();
    void stopServices(services, logger, Math.max(1, graceMs - EXIT_MARGIN_MS)).then((clean) => {
      logger.info({ clean }, 'stopped');
      endProcess(clean ? exitCode : 1);
    });
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal, 0));
  const crash = (error: unknown): void => {
    logger.fatal({ error: toFault(error) }, 'uncaught error');
    if (!stopping) stop('uncaught error', 1);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  watchMemory({
    ...memory,
    onFull: (shares) => {
      logger.error(shares, 'memory is nearly full: draining, to be started anew');
      if (!stopping) stop('memory nearly full', 1);
    },
  });

  services = await (operations === undefined ? compose() : composeProbed(operations, compose));
  // Told to stop meanwhile: the process is about to end.
  if (stopping) await never();
  try {
    await startServices(services, logger, graceMs);
    logger.info({ services: services.map((service) => service.name) }, `${name} is up`);
  } catch (error) {
    logger.fatal({ error }, `${name} could not start`);
    endProcess(1);
    await never();
  }
}

/** For a process that ends: who called it would go on as if everything were up. */
const never = (): Promise<never> => new Promise(() => undefined);

/** Runs a main function; a failure before the logger exists is one line on standard error and exit code 1. */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    process.stderr.write(`${lineOf(error)}\n`);
    endProcess(1);
  });
}

/** What the error says, with the code of what caused it: a cause's own words may hold a secret. */
function lineOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const hasCode = cause instanceof Error && 'code' in cause && typeof cause.code === 'string';
  return hasCode ? `${error.message} (${String(cause.code)})` : error.message;
}
