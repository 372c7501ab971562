import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiKeys, createApiKeys, type NewApiKey } from '@ragfleet/identity';
import { createLaneWorkers, type QueryHandler } from '@ragfleet/job-queue';
import { startEmbeddedPostgres } from '@ragfleet/postgres-connection';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import { createLogger } from '@ragfleet/service-runtime';
import { startTestRedis, type TestRedis } from '@ragfleet/test-support';
import { z } from 'zod';
import { createLambdaHandler, type LambdaHandler } from '../lambda/create-lambda-handler.ts';
import { openLambdaIngress } from '../lambda/open-lambda-ingress.ts';

const replied = z.object({
  statusCode: z.number(),
  headers: z.record(z.string(), z.unknown()),
  body: z.string(),
});
const jsonObject = z.record(z.string(), z.unknown());

export interface Replied {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface LambdaSend {
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | null;
  readonly path?: string;
  readonly method?: string;
  readonly remainingMs?: number;
}

export interface LambdaStage {
  readonly env: Readonly<Record<string, string>>;
  readonly redis: Redis;
  readonly server: TestRedis;
  readonly keys: ApiKeys;
  readonly logged: readonly string[];
  /** Moves the clock that tells how long a container was frozen. */
  thawAfter(ms: number): void;
  keyFor(role: NewApiKey['role'], tenantId?: string): Promise<string>;
  /** One event, with what the test changes of it. */
  send(event: string, changes?: LambdaSend): Promise<Replied>;
  work(handler: QueryHandler): Promise<() => Promise<void>>;
  readonly lambda: LambdaHandler;
  /** A container of its own. */
  container(env?: Readonly<Record<string, string>>): LambdaHandler;
  stop(): Promise<void>;
}

const GRACE_MS = 3_000;
export const AWS_REQUEST_ID = '8476a536-e9f4-11e8-9739-2dfe598c3fcd';

/** The function on a private Redis and the embedded store, fed with events as a gateway sends them. */
export async function openLambdaStage(
  variables: Readonly<Record<string, string>> = {},
): Promise<LambdaStage> {
  const server = await startTestRedis();
  const postgres = await startEmbeddedPostgres({ dataDir: null, host: '127.0.0.1', port: 0 });
  const auditDir = await mkdtemp(join(tmpdir(), 'ragfleet-lambda-'));
  const masterKey = randomBytes(32).toString('base64');
  const env = {
    QUEUE_REDIS_URL: server.url,
    CACHE_REDIS_URL: server.url,
    DATABASE_URL: postgres.url,
    RAGFLEET_MASTER_KEY: masterKey,
    AUDIT_DIR: auditDir,
    LOG_LEVEL: 'fatal',
    ...variables,
  };
  const logged: string[] = [];
  const destination = { write: (line: string) => void logged.push(line) };
  const logger = createLogger({ service: 'lambda-test', level: 'info', destination });
  let frozenMs = 0;
  const containers: LambdaHandler[] = [];
  const container = (own: Readonly<Record<string, string>> = env): LambdaHandler => {
    const nowMs = (): number => performance.now() + frozenMs;
    const made = createLambdaHandler({ open: () => openLambdaIngress(own), logger, nowMs });
    containers.push(made);
    return made;
  };
  const redis = connectRedis({ url: server.url, profile: 'fail-fast', name: 'lambda-test' });
  await whenReady(redis, GRACE_MS);
  const sealer = createSealer(masterKey);
  const keys = createApiKeys({ redis, sealer, environment: 'test' });
  const lambda = container();
  return {
    env,
    redis,
    server,
    keys,
    logged,
    lambda,
    container,
    thawAfter: (ms) => (frozenMs += ms),
    keyFor: async (role, tenantId = 'acme') =>
      (await keys.create({ tenantId, principalId: `${role}-1`, role })).secret,
    send: async (event, changes = {}) => sendTo(lambda, await eventOf(event, changes), changes.remainingMs),
    work: async (handler) => {
      const slots = { reserved: { high: 1, normal: 1, low: 1 }, shared: 1 };
      const queue = { redisUrl: server.url, sealer, handler, slots };
      const workers = createLaneWorkers({ ...queue, logger: createLogger({ service: 'w', level: 'fatal' }) });
      await workers.start();
      return () => workers.drain(GRACE_MS);
    },
    stop: async () => {
      await Promise.all(containers.map((one) => one.stop(GRACE_MS)));
      await closeRedis(redis, 500);
      await postgres.stop();
      await server.stop();
      await rm(auditDir, { recursive: true, force: true });
    },
  };
}

/** What the function answers to an event, whole or made up. */
export async function sendTo(lambda: LambdaHandler, event: unknown, remainingMs = 30_000): Promise<Replied> {
  const context = { awsRequestId: AWS_REQUEST_ID, getRemainingTimeInMillis: () => remainingMs };
  const { statusCode, headers, body } = replied.parse(await lambda.handle(event, context));
  return { status: statusCode, headers, body: body === '' ? {} : jsonObject.parse(JSON.parse(body)) };
}

interface WrittenEvent {
  headers: Record<string, string>;
  multiValueHeaders?: Record<string, string[]>;
  requestContext: { http?: { method: string; path: string } };
  [field: string]: unknown;
}

/** An event as it is written, but for what the test says of it. */
export async function eventOf(name: string, changes: LambdaSend = {}): Promise<WrittenEvent> {
  const text = await readFile(new URL(`../lambda/events/${name}.json`, import.meta.url), 'utf8');
  const event = JSON.parse(text) as WrittenEvent;
  const { key, body, path, method } = changes;
  const headers = { ...(key !== undefined && { authorization: `Bearer ${key}` }), ...changes.headers };
  Object.assign(event.headers, headers);
  const { multiValueHeaders } = event;
  if (multiValueHeaders !== undefined)
    for (const [header, value] of Object.entries(headers)) multiValueHeaders[header] = [value];
  if (body !== undefined) event['body'] = body;
  const { http } = event.requestContext;
  if (path !== undefined) event[http === undefined ? 'path' : 'rawPath'] = path;
  if (method !== undefined && http !== undefined) http.method = method;
  return event;
}
