import { createServer, type Server } from 'node:http';
import type { Metrics } from '../metrics/create-metrics.ts';
import { type Service, withDeadline } from './services.ts';

type Check = () => boolean | Promise<boolean>;

export interface OperationsServerOptions {
  readonly host: string;
  readonly port: number;
  /** False makes the orchestrator restart the process: never ask a dependency here. */
  readonly isLive: Check;
  /** False takes the process out of service; it may come back. */
  readonly isReady: Check;
  readonly metrics: Pick<Metrics<'ready'>, 'set' | 'render' | 'contentType'>;
}

const PROBE_DEADLINE_MS = 1_000;

/**
 * `/healthz`, `/readyz` and `/metrics` on an internal port, for probes and Prometheus. Not ready from the moment a stop of
 * the process begins; it answers until its own turn to stop. Each scrape measures whether it is ready.
 */
export function createOperationsServer(
  options: OperationsServerOptions,
): Service & { address(): { port: number } | null } {
  let stopping = false;
  const server: Server = createServer((request, response) => {
    void answer(request.url ?? '/', options, stopping).then(
      ({ status, type, body }) =>
        response.writeHead(status, { 'content-type': type, connection: 'close' }).end(body),
      () => response.writeHead(503, { connection: 'close' }).end(),
    );
  });
  server.headersTimeout = 5_000;
  server.requestTimeout = 5_000;
  return {
    name: 'operations-server',
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port, options.host, () => resolve());
      }),
    beginStop: () => {
      stopping = true;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
    address: () => {
      const address = server.address();
      return address === null || typeof address === 'string' ? null : { port: address.port };
    },
  };
}

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

async function answer(url: string, options: OperationsServerOptions, stopping: boolean): Promise<Reply> {
  const path = url.split('?', 1)[0];
  const isReady = stopping ? () => false : options.isReady;
  if (path === '/healthz') return probeReply(await probe(options.isLive));
  if (path === '/readyz') return probeReply(await probe(isReady));
  if (path === '/metrics') return exposition(options.metrics, await probe(isReady));
  return { status: 404, type: 'text/plain', body: 'Try /healthz, /readyz or /metrics.\n' };
}

const probe = (check: Check): Promise<boolean> =>
  withDeadline(Promise.resolve().then(check), PROBE_DEADLINE_MS, 'The probe').catch(() => false);

const probeReply = (ok: boolean): Reply => ({
  status: ok ? 200 : 503,
  type: 'text/plain',
  body: ok ? 'ok\n' : 'not ready\n',
});

async function exposition(metrics: OperationsServerOptions['metrics'], isReady: boolean): Promise<Reply> {
  metrics.set('ready', {}, Number(isReady));
  return { status: 200, type: metrics.contentType, body: await metrics.render() };
}
