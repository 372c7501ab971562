import {
  createApiKeys,
  createIdentity,
  createRevocations,
  createTenants,
  identityVariables,
  type NewApiKey,
} from '@ragfleet/identity';
import { createChangeSequence, createQueryService, type QueryRecord } from '@ragfleet/job-queue';
import type { AccessSet, TenantPrincipal } from '@ragfleet/kernel';
import { createDocumentChanges } from '@ragfleet/rag-core';
import { createSealer } from '@ragfleet/sealing';
import { createLogger, readConfig } from '@ragfleet/service-runtime';
import { openProcessStage } from '@ragfleet/test-support';
import { afterAll, describe, expect, it } from 'vitest';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';
import { ACCESS_CASES, type Asker, projectOf } from './testing/access-cases.fixture.ts';
import { openCorpus } from './testing/open-corpus.fixture.ts';
import { startTokenIssuer } from './testing/token-issuer.fixture.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
const { signal } = new AbortController();

const idp = await startTokenIssuer();
const stage = await openProcessStage({ until: 'file ends', profile: 'blocking' });
const { redis, url: queueUrl } = stage.queue;
const sealer = createSealer(stage.masterKey);
const { store, ingest } = await openCorpus({ database: stage.connect(), redis });
const queryService = createQueryService({ redisUrl: queueUrl, sealer });
const apiKeys = createApiKeys({ redis, sealer, environment: 'test' });
const issuersThen = identityVariables.IDENTITY_ISSUERS.parse(
  idp.issuersWith({ staff: 'user', leads: 'analyst' }),
);
const identity = createIdentity({ redis, sealer, issuers: issuersThen });
const changes = createDocumentChanges({
  documents: store,
  // Vectors that lag behind: what they still find must not be shown.
  upkeep: async () => 0,
  changes: createChangeSequence({ redis }),
  eviction: { documentsChanged: async () => undefined },
  logger,
});
const all: AccessSet = { tenantId: 'acme', readsAll: true, namespaces: [], department: null };

/** Somebody with a key; `update` changes what the key may do, as an admin does who makes it anew. */
async function withKey(facts: Partial<NewApiKey>): Promise<Asker> {
  const key: NewApiKey = { tenantId: 'acme', principalId: 'ann', role: 'user', namespaces: [], ...facts };
  const { keyId, secret } = await apiKeys.create(key);
  const who = await identity.principalOfKey(key.tenantId, keyId);
  if (who === null) throw new Error('The key is nobody.');
  return { who, update: (more) => apiKeys.create({ ...key, ...more }, { secret }) };
}

async function withToken(claims: object): Promise<Asker> {
  const who = await identity.authenticate(`Bearer ${idp.tokenOf(claims)}`);
  if (who.kind !== 'tenant') throw new Error('The token is of no tenant.');
  return { who, update: async () => undefined };
}

async function submit(
  principal: TenantPrincipal,
  project: string,
  namespaces?: string[],
): Promise<QueryRecord> {
  const question = `What is the code word of project ${project}?`;
  const submission = { question, top_k: 5, history: [], model: null, session_id: null, metadata: {} };
  const { record } = await queryService.submit({
    principal,
    lane: 'normal',
    deadlineSeconds: 120,
    bodyHash: question,
    idempotencyKey: null,
    submission: { ...submission, cache: { mode: 'default' }, ...(namespaces && { namespaces }) },
  });
  return record;
}

/** What became of a question: the document is cited, it is not, or nobody was allowed to ask. */
async function outcomeOf({ tenantId, queryId }: QueryRecord, document: string): Promise<string> {
  const ended = await queryService.waitUntilTerminal(tenantId, queryId, 60_000, signal);
  if (ended?.status === 'failed') return ended.error?.type.split('/').at(-1) ?? 'failed';
  return ended?.result?.citations.some(({ document_id: id }) => id === document) === true
    ? 'cited'
    : 'not cited';
}

// Before the worker starts, so that every change comes between a question and its answer.
await createTenants({ redis }).ensure('acme', 'Acme');
const documents = ACCESS_CASES.map(({ labels }, index) => ({
  id: `doc-${index}`,
  title: `doc-${index}`,
  content: `The code word of project ${projectOf(index)} is word${index}.`,
  namespace: labels?.department === undefined ? 'team' : 'closed',
  ...labels,
}));
await ingest(documents);
const asked: { readonly asker: Asker; readonly record: QueryRecord }[] = [];
for (const [index, { asker: wanted, namespaces }] of ACCESS_CASES.entries()) {
  const asker = await ('key' in wanted ? withKey(wanted.key) : withToken(wanted.token));
  asked.push({ asker, record: await submit(asker.who, projectOf(index), namespaces) });
}
for (const [index, { change }] of ACCESS_CASES.entries()) {
  const asker = asked[index]?.asker;
  const document = `doc-${index}`;
  if (asker === undefined) continue;
  await change?.({
    ...asker,
    keys: apiKeys,
    revocations: createRevocations({ redis }),
    relabel: (patch) => changes.relabel(all, document, patch, signal),
    removeDocument: () => changes.remove(all, document, signal),
  });
}
const config = readConfig(configSchema, {
  ...stage.variables,
  CACHE_BUDGET_MS: '10000',
  IDENTITY_ISSUERS: idp.issuersWith({ staff: 'user', leads: 'guest' }),
});
await stage.run(await compose(config, logger));

afterAll(async () => {
  await queryService.close();
  await store.close();
  idp.stop();
});

describe('access counts when a question is answered', () => {
  it.each(ACCESS_CASES.map((one, index) => ({ ...one, index })))(
    '$name: $expected',
    async ({ index, expected }) => {
      const record = asked[index]?.record;
      if (record === undefined) throw new Error('It was not asked.');
      expect(await outcomeOf(record, `doc-${index}`)).toBe(expected);
    },
  );
});

describe('access counts for an answer that is kept', () => {
  const reader = (): Promise<Asker> => withKey({ namespaces: ['team'] });
  const again = async (asker: Asker): Promise<string> =>
    outcomeOf(await submit(asker.who, projectOf(0)), 'doc-0');

  it('is shared with who reads its document, not with who does not, and goes with the document', async () => {
    expect(await again(await reader())).toBe('cited');
    expect(await again(await withKey({}))).toBe('not cited');
    const { who, update } = await reader();
    await update({ namespaces: ['other'] });
    expect(await again({ who, update })).toBe('not cited');
    await changes.remove(all, 'doc-0', signal);
    expect(await again(await reader())).toBe('not cited');
  });
});
