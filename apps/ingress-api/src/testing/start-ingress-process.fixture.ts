import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApiKeys, type NewApiKey } from '@ragfleet/identity';
import { startEmbeddedPostgres } from '@ragfleet/postgres-connection';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import { findFreePort, startTestRedis } from '@ragfleet/test-support';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const START_MS = 60_000;

export interface IngressProcess {
  readonly port: number;
  readonly url: string;
  readonly operationsUrl: string;
  /** All that it has written so far. */
  output(): string;
  /** A bearer key of a tenant. */
  keyFor(key: Pick<NewApiKey, 'tenantId' | 'role'>): Promise<string>;
  operatorKey(): Promise<string>;
  /** What its main thread has computed so far, in ms; null where the system does not tell. */
  mainThreadMs(): Promise<number | null>;
  isAlive(): boolean;
  stop(): Promise<void>;
}

/** An ingress as it is deployed: a process of its own, beside a private Redis and the embedded store. */
export async function startIngressProcess(variables: NodeJS.ProcessEnv = {}): Promise<IngressProcess> {
  const masterKey = randomBytes(32).toString('base64');
  const redis = await startTestRedis();
  const postgres = await startEmbeddedPostgres({ dataDir: null, host: '127.0.0.1', port: 0 });
  const auditDir = await mkdtemp(join(tmpdir(), 'ragfleet-ingress-'));
  const [port, operationsPort] = [await findFreePort(), await findFreePort()];
  const environment = {
    ...process.env,
    QUEUE_REDIS_URL: redis.url,
    CACHE_REDIS_URL: redis.url,
    DATABASE_URL: postgres.url,
    RAGFLEET_MASTER_KEY: masterKey,
    HOST: '127.0.0.1',
    PORT: String(port),
    OPERATIONS_PORT: String(operationsPort),
    AUDIT_DIR: auditDir,
    ...variables,
  };
  const child = spawn(process.execPath, [MAIN], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const written = collect(child);
  const own = connectRedis({ url: redis.url, profile: 'fail-fast', name: 'ingress-test' });
  await whenReady(own, 5_000);
  const keys = createApiKeys({ redis: own, sealer: createSealer(masterKey), environment: 'test' });
  const operationsUrl = `http://127.0.0.1:${operationsPort}`;
  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null;
  const stop = async (): Promise<void> => {
    const ended = once(child, 'close');
    if (isAlive()) {
      child.kill('SIGTERM');
      await ended;
    }
    await closeRedis(own, 500);
    await postgres.stop();
    await redis.stop();
    await rm(auditDir, { recursive: true });
  };
  const readied = await becomesReady(operationsUrl, isAlive);
  if (!readied) {
    await stop();
    throw new Error(`The ingress did not become ready:\n${written()}`);
  }
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    operationsUrl,
    output: written,
    keyFor: async (key) => (await keys.create({ principalId: key.role, ...key })).secret,
    operatorKey: async () => (await keys.createOperator('ops')).secret,
    mainThreadMs: () => mainThreadMs(child.pid ?? 0),
    isAlive,
    stop,
  };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (piece) => (text += String(piece)));
  return () => text;
}

async function becomesReady(operationsUrl: string, isAlive: () => boolean): Promise<boolean> {
  const endsAtMs = performance.now() + START_MS;
  while (isAlive() && performance.now() < endsAtMs) {
    const status = await fetch(`${operationsUrl}/readyz`).then(
      async (reply) => (await reply.arrayBuffer(), reply.status),
      () => 0,
    );
    if (status === 200) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

/** The kernel's account of one thread, which other processes on the machine do not blur. */
async function mainThreadMs(pid: number): Promise<number | null> {
  try {
    const [nanoseconds = ''] = (await readFile(`/proc/${pid}/task/${pid}/schedstat`, 'utf8')).split(' ');
    return Number(nanoseconds) / 1_000_000;
  } catch {
    return null;
  }
}
