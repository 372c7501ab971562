import { createApiKeys } from '@ragfleet/identity';
import { createQueryService, type QueryService, type QueryRecord } from '@ragfleet/job-queue';
import { type Lane, permissionsOf, type TenantPrincipal } from '@ragfleet/kernel';
import { createSealer, type Sealer } from '@ragfleet/sealing';
import { createLogger, readConfig } from '@ragfleet/service-runtime';
import { openProcessStage, type ProcessStage, startOpenAiDouble, submissionOf } from '@ragfleet/test-support';
import { afterAll, beforeAll } from 'vitest';
import { compose } from '../composition.ts';
import { configSchema } from '../config.ts';
import { openCorpus } from '../testing/open-corpus.fixture.ts';

const GRACE_MS = 300;
const logger = createLogger({ service: 'test', level: 'silent' });
const signal = new AbortController().signal;

/** Long enough that a prompt has to choose among them. */
const CHAPTERS = Array.from({ length: 8 }, (_, at) => ({
  id: `handbook-${at}`,
  title: `Handbook, chapter ${at}`,
  content: `Chapter ${at} is about annual leave. ${`In year ${at} an employee has ${20 + at} days of annual leave, booked in the portal. `.repeat(12)}`,
  namespace: 'default',
}));

export interface Asked {
  readonly cache?: 'default' | 'bypass';
  readonly lane?: Lane;
  readonly model?: string;
}

export interface ConfiguredWorker {
  readonly redis: ProcessStage['queue']['redis'];
  readonly queueUrl: string;
  readonly cache: ProcessStage['cache'];
  readonly queryService: QueryService;
  readonly sealer: Sealer;
  readonly auditDir: string;
  /** A service in the style of OpenAI; `asService` names it. */
  readonly double: Awaited<ReturnType<typeof startOpenAiDouble>>;
  readonly asService: Readonly<Record<string, string>>;
  /** The whole process with these variables, until the next one is started or the test ends. */
  start(variables?: Readonly<Record<string, string>>): Promise<void>;
  submit(question: string, asked?: Asked): Promise<QueryRecord>;
  /** Submits and waits for its end. */
  ask(question: string, asked?: Asked): Promise<QueryRecord>;
}

/** The query worker on private servers, for the test file that calls this at its top. */
export async function openConfiguredWorker(): Promise<ConfiguredWorker> {
  const stage = await openProcessStage({ until: 'test ends', profile: 'blocking', graceMs: GRACE_MS });
  const { redis, url: queueUrl } = stage.queue;
  const double = await startOpenAiDouble();
  const sealer = createSealer(stage.masterKey);
  const queryService = createQueryService({ redisUrl: queueUrl, sealer });
  const asker = await principal(createApiKeys({ redis, sealer, environment: 'test' }));
  beforeAll(async () => {
    const { store, ingest } = await openCorpus({ database: stage.connect(), redis });
    await ingest(CHAPTERS);
    await store.close();
  });
  afterAll(async () => {
    await Promise.all([queryService.close(), double.stop()]);
  });
  const submit = async (question: string, { cache: mode = 'bypass', lane = 'normal', model }: Asked = {}) => {
    const submission = submissionOf(question, { top_k: 8, model: model ?? null, cache: { mode } });
    const command = { principal: asker, lane, deadlineSeconds: 60, bodyHash: question, idempotencyKey: null };
    return (await queryService.submit({ ...command, submission })).record;
  };
  return {
    redis,
    queueUrl,
    cache: stage.cache,
    queryService,
    sealer,
    auditDir: stage.auditDir,
    double,
    asService: { OPENAI_API_KEY: 'key-of-the-service', OPENAI_BASE_URL: `${double.url}/v1` },
    start: async (variables = {}) => {
      await stage.stop();
      // What the test before it made fail is none of this one's business.
      for (const key of await redis.keys('rf:fleet:breaker*')) await redis.del(key);
      const given = { ...stage.variables, CACHE_BUDGET_MS: '5000', ...variables };
      await stage.run(await compose(readConfig(configSchema, given), logger));
    },
    submit,
    ask: async (question, asked) => {
      const { tenantId, queryId } = await submit(question, asked);
      const ended = await queryService.waitUntilTerminal(tenantId, queryId, 20_000, signal);
      if (ended === null) throw new Error('The query is gone.');
      return ended;
    },
  };
}

async function principal(keys: ReturnType<typeof createApiKeys>): Promise<TenantPrincipal> {
  const { keyId } = await keys.create({ tenantId: 'acme', principalId: 'ann', role: 'user' });
  return {
    kind: 'tenant',
    tenantId: 'acme',
    principalId: 'ann',
    keyId,
    role: 'user',
    namespaces: ['default'],
    department: null,
    permissions: permissionsOf('user'),
    lanes: ['high', 'normal', 'low'],
  };
}
