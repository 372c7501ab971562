import { ensureRedisBinary } from '@ragfleet/redis-server';
import { REDIS_INSTALL_DIR } from './redis/install-dir.ts';

/** Runs once before all tests: a machine without Redis gets one here, or the run fails with the command to run. */
export async function setup(): Promise<void> {
  await ensureRedisBinary({
    installDir: REDIS_INSTALL_DIR,
    log: (line) => process.stderr.write(`${line}\n`),
  });
}
