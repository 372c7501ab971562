import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiKeys, createApiKeys } from '@ragfleet/identity';
import {
  createDeliveries,
  createQueryService,
  createQueryStateStore,
  type Deliveries,
  type DeliveryRecord,
  type QueryService,
  type QueryStateStore,
} from '@ragfleet/job-queue';
import { permissionsOf } from '@ragfleet/kernel';
import { createSealer, type Sealer } from '@ragfleet/sealing';
import {
  createLogger,
  type Logger,
  readConfig,
  type Service,
  startServices,
  stopServices,
} from '@ragfleet/service-runtime';
import { openTestRedis, type OpenTestRedis, queryResultOf, submissionOf } from '@ragfleet/test-support';
import { afterAll, afterEach, vi } from 'vitest';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';

const masterKey = Buffer.alloc(32, 7).toString('base64');
const SCHEDULE = { delaysMs: [0, 30, 30, 30, 30, 30, 30, 30] };

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export type Answer = (response: ServerResponse) => void;

export const answer =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(status, headers).end();

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
}

export interface WorkerStage {
  readonly redisServer: OpenTestRedis;
  readonly sealer: Sealer;
  readonly queryService: QueryService;
  readonly deliveries: Deliveries;
  readonly keys: ApiKeys;
  readonly ledger: QueryStateStore;
  readonly auditDir: string;
  /** Of somebody who asks, in the namespace `default`. */
  readonly keyId: string;
  /** The whole process, until the next one or the test ends; on the operators' own schedule where `variables` has one. */
  startWorker(logger?: Logger, variables?: NodeJS.ProcessEnv): Promise<void>;
  stopWorker(): Promise<void>;
  /** Answers by script, the last answer for ever. */
  receiver(...script: readonly Answer[]): Promise<Receiver>;
  submit(url: string, keyId?: string): Promise<string>;
  /** Ends a query with an answer that cites the namespaces. */
  succeed(queryId: string, namespaces?: readonly string[]): Promise<boolean>;
  until(queryId: string, status: DeliveryRecord['status']): Promise<DeliveryRecord>;
}

/** The webhook worker on a private Redis, with receivers of its own, for the test file that calls this at its top. */
export async function openWorkerStage(): Promise<WorkerStage> {
  const sealer = createSealer(masterKey);
  const silent = createLogger({ service: 'test', level: 'silent' });
  const redisServer = await openTestRedis({ profile: 'blocking' });
  const { redis } = redisServer;
  const auditDir = await mkdtemp(join(tmpdir(), 'ragfleet-webhooks-'));
  const queryService = createQueryService({ redisUrl: redisServer.url, sealer });
  const ledger = createQueryStateStore({ redis, sealer });
  const deliveries = createDeliveries({ redisUrl: redisServer.url, sealer });
  const keys = createApiKeys({ redis, sealer, environment: 'test' });
  const { keyId } = await keys.create({ tenantId: 'acme', principalId: 'ann', role: 'user' });
  const receivers: Server[] = [];
  let running: readonly Service[] = [];
  const stopWorker = async (): Promise<void> => {
    await stopServices(running, silent, 2_500);
    running = [];
  };
  afterEach(async () => {
    await stopWorker();
    for (const receiver of receivers.splice(0)) {
      receiver.closeAllConnections();
      receiver.close();
    }
  });
  afterAll(async () => {
    await queryService.close();
    await deliveries.close();
    await rm(auditDir, { recursive: true });
  });

  return {
    redisServer,
    sealer,
    queryService,
    deliveries,
    keys,
    ledger,
    auditDir,
    keyId,
    stopWorker,
    startWorker: async (logger = silent, variables = {}) => {
      await stopWorker();
      const config = readConfig(configSchema, {
        QUEUE_REDIS_URL: redisServer.url,
        RAGFLEET_MASTER_KEY: masterKey,
        WEBHOOK_ALLOW_HOSTS: '127.0.0.1',
        OPERATIONS_PORT: '0',
        PUBLIC_URL: 'https://rag.example.com/',
        DEGRADATION_RULES: 'off',
        AUDIT_DIR: auditDir,
        ...variables,
      });
      running = compose(
        config,
        logger,
        variables['WEBHOOK_RETRY_SECONDS'] === undefined ? { schedule: SCHEDULE } : {},
      );
      await startServices(running, logger, 10_000);
    },
    receiver: async (...script) => {
      const received: Received[] = [];
      const server = createServer((request, response) => {
        void request.toArray().then((chunks: Buffer[]) => {
          received.push({ headers: request.headers, body: Buffer.concat(chunks) });
          script[Math.min(received.length, script.length) - 1]?.(response);
        });
      });
      receivers.push(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received };
    },
    submit: (url, key = keyId) => submit(queryService, url, key),
    succeed: (queryId, namespaces = []) =>
      ledger.settle('acme', queryId, { status: 'succeeded', result: resultOf(namespaces) }),
    until: (queryId, status) =>
      vi.waitFor(
        async () => {
          const wanted = {
            tenantId: 'acme',
            subjectId: queryId,
            status: null,
            limit: 1,
            startingAfter: null,
          };
          const [record] = (await deliveries.list(wanted, AbortSignal.timeout(5_000))).records;
          if (record?.status !== status) throw new Error(`The delivery is ${record?.status}.`);
          return record;
        },
        { interval: 20, timeout: 15_000 },
      ),
  };
}

async function submit(queryService: QueryService, url: string, keyId: string): Promise<string> {
  const { record } = await queryService.submit({
    principal: {
      kind: 'tenant',
      tenantId: 'acme',
      principalId: 'ann',
      keyId,
      role: 'user',
      permissions: permissionsOf('user'),
      namespaces: ['default'],
      department: null,
      lanes: ['high', 'normal', 'low'],
    },
    lane: 'normal',
    deadlineSeconds: 60,
    submission: submissionOf('How many days of leave?', {
      callback: { url, events: ['query.succeeded', 'query.canceled'], include_result: true },
    }),
    bodyHash: 'x',
    idempotencyKey: null,
  });
  return record.queryId;
}

const resultOf = (namespaces: readonly string[]) =>
  queryResultOf({
    answer: '30 days.',
    citations: namespaces.map((namespace, at) => ({
      index: at + 1,
      document_id: `d${at}`,
      chunk_id: `d${at}#0`,
      title: 'Leave',
      source: 'handbook',
      namespace,
      quote: '30 days',
    })),
  });
