import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const APPS = ['ingress-api', 'query-worker', 'batch-worker', 'webhook-worker', 'dashboard'];

/** Nothing is there: a process that went on to connect would say another thing, later. */
const OPEN = {
  REGION: 'eu',
  QUEUE_REDIS_URL: 'redis://127.0.0.1:1',
  CACHE_REDIS_URL: 'redis://127.0.0.1:1',
  DATABASE_URL: 'postgres://127.0.0.1:1/none',
  RAGFLEET_MASTER_KEY: Buffer.alloc(32).toString('base64'),
};

it.each(APPS)(
  '%s does not start in a region that its stores are not in',
  async (app) => {
    const main = fileURLToPath(new URL(`../../${app}/src/main.ts`, import.meta.url));
    const child = spawn(process.execPath, [main], { env: OPEN, stdio: ['ignore', 'pipe', 'pipe'] });
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const [exitCode, out, err] = await Promise.all([exited, text(child.stdout), text(child.stderr)]);
    expect(exitCode).toBe(1);
    expect(out + err).toContain('REGION=eu cannot be kept by this configuration');
    expect(out + err).toContain('QUEUE_REDIS_URL: begin it with rediss://');
    expect(out + err).toContain('ENCRYPTION_AT_REST: set it to true');
  },
  30_000,
);
