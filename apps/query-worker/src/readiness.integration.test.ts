import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@ragfleet/postgres-connection';
import {
  createLogger,
  type createOperationsServer,
  readConfig,
  startServices,
  stopServices,
} from '@ragfleet/service-runtime';
import { openTestRedis } from '@ragfleet/test-support';
import { expect, it, onTestFinished, vi } from 'vitest';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';

const server = await openTestRedis({ profile: 'blocking' });
const { url: cacheUrl } = await openTestRedis({ role: 'cache' });
const logger = createLogger({ service: 'test', level: 'silent' });

/** A vendor that refuses everything, and counts how often it was asked. */
async function brokenVendor(): Promise<{ readonly url: string; readonly requests: () => number }> {
  let requests = 0;
  const vendor = createServer((_request, response) => {
    requests += 1;
    response.writeHead(500).end();
  });
  await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void vendor.close());
  return { url: `http://127.0.0.1:${(vendor.address() as AddressInfo).port}/v1`, requests: () => requests };
}

it('a worker is ready and live whatever its vendors do, asks them nothing for it, and is not ready without its queue', {
  timeout: 90_000,
}, async () => {
  const [postgres, auditDir, vendor] = await Promise.all([
    startEmbeddedPostgres({ dataDir: null, host: '127.0.0.1', port: 0 }),
    mkdtemp(join(tmpdir(), 'ragfleet-worker-')),
    brokenVendor(),
  ]);
  const config = readConfig(configSchema, {
    QUEUE_REDIS_URL: server.url,
    CACHE_REDIS_URL: cacheUrl,
    DATABASE_URL: postgres.url,
    RAGFLEET_MASTER_KEY: Buffer.alloc(32, 5).toString('base64'),
    AUDIT_DIR: auditDir,
    OPERATIONS_PORT: '0',
    OPENAI_API_KEY: 'sk-test',
    OPENAI_BASE_URL: vendor.url,
  });
  const services = await compose(config, logger);
  await startServices(services, logger, 20_000);
  onTestFinished(async () => {
    await stopServices(services, logger, 5_000);
    await Promise.all([postgres.stop(), rm(auditDir, { recursive: true })]);
  });
  const operations = services.find((service) => 'address' in service) as ReturnType<
    typeof createOperationsServer
  >;
  const port = operations.address()?.port;
  const statusOf = async (path: string): Promise<number> =>
    (await fetch(`http://127.0.0.1:${port}${path}`)).status;
  expect([await statusOf('/readyz'), await statusOf('/healthz'), vendor.requests()]).toEqual([200, 200, 0]);
  await server.kill();
  await vi.waitUntil(async () => (await statusOf('/readyz')) === 503);
  expect(await statusOf('/healthz')).toBe(200);
  await server.restart();
  await vi.waitUntil(async () => (await statusOf('/readyz')) === 200);
});
