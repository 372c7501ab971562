import { afterEach, describe, expect, it } from 'vitest';
import { createMetrics } from '../metrics/create-metrics.ts';
import { createOperationsServer } from './operations-server.ts';

const metrics = createMetrics({ ready: { name: 'ready', help: 'Ready.', kind: 'gauge', labels: [] } });
let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());

type Get = (path: string) => Promise<Response>;

async function serve(
  isReady: () => boolean | Promise<boolean>,
): Promise<Get & { readonly beginStop: () => void }> {
  const server = createOperationsServer({ host: '127.0.0.1', port: 0, isLive: () => true, isReady, metrics });
  await server.start();
  stop = () => server.stop(100);
  const get: Get = (path) => fetch(`http://127.0.0.1:${server.address()?.port}${path}`);
  return Object.assign(get, { beginStop: () => server.beginStop?.() });
}

describe('operations server', () => {
  it('keeps life and readiness apart', async () => {
    const get = await serve(() => false);
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/readyz')).status).toBe(503);
  });

  it('is not ready when the check fails', async () => {
    const get = await serve(() => Promise.reject(new Error('redis away')));
    expect((await get('/readyz')).status).toBe(503);
  });

  it('is not ready from the moment a stop begins, and lives and is measured on', async () => {
    const get = await serve(() => true);
    expect((await get('/readyz')).status).toBe(200);
    get.beginStop();
    expect((await get('/readyz')).status).toBe(503);
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/metrics')).status).toBe(200);
  });

  it('measures at each scrape whether it is ready, also where nobody probes it', async () => {
    let isRedisThere = false;
    const get = await serve(() => isRedisThere);
    const measured = async (): Promise<string | undefined> =>
      /^ready (.)$/m.exec(await (await get('/metrics')).text())?.[1];
    expect(await measured()).toBe('0');
    isRedisThere = true;
    expect(await measured()).toBe('1');
    get.beginStop();
    expect(await measured()).toBe('0');
  });

  it('serves metrics, and names what it has for anything else', async () => {
    const get = await serve(() => true);
    expect(await (await get('/metrics')).text()).toContain('# TYPE ready gauge');
    const other = await get('/');
    expect(other.status).toBe(404);
    expect(await other.text()).toContain('/metrics');
  });
});
