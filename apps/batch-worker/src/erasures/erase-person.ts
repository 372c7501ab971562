import type { CacheAdministration, ForgettingEmbeddingCache } from '@ragfleet/answer-cache';
import type { AuditPeople } from '@ragfleet/audit-log';
import type { createForgetUser } from '@ragfleet/cost-ledger';
import type { DocumentStore } from '@ragfleet/document-store';
import type { createForgetCredentials } from '@ragfleet/identity';
import type { createErasePerson, Erasure, QueryRecord } from '@ragfleet/job-queue';
import { type Embedder, embeddedTextsOf, type QuestionPopularity } from '@ragfleet/rag-core';
import type { Erase, TellCounts } from './erasure-sweeps.ts';

export interface ErasePersonPorts {
  readonly forgetCredentials: ReturnType<typeof createForgetCredentials>;
  readonly eraseFromQueue: ReturnType<typeof createErasePerson>;
  readonly cache: Pick<CacheAdministration, 'evictEntry'>;
  readonly embeddings: Pick<ForgettingEmbeddingCache, 'forget'>;
  /** Whose vectors of questions are cached. */
  readonly embedders: readonly Pick<Embedder, 'model' | 'dimension'>[];
  readonly popularity: Pick<QuestionPopularity, 'forget'>;
  readonly forgetUser: ReturnType<typeof createForgetUser>;
  readonly store: Pick<DocumentStore, 'forgetPerson'>;
  readonly auditPeople: Pick<AuditPeople, 'erase'>;
}

/**
 * Everything of a person, once: credentials first, so that nothing new comes; then queries with what hangs on them; then
 * the names under which others count them. The audit log last: what was done until then is still told of somebody.
 */
export function createEraseUser(ports: ErasePersonPorts): Erase {
  const forgetQuestions = createForgetQuestions(ports);
  return async ({ tenantId, subject: { id: principalId } }, tell, signal) => {
    const person = { tenantId, principalId, signal };
    const { apiKeys, tokenRecords } = await ports.forgetCredentials(person);
    await tell({ api_keys: apiKeys, token_records: tokenRecords });
    await tell(
      await ports.eraseFromQueue({
        ...person,
        beforeQueries: (records) => forgetQuestions(tenantId, records, tell),
      }),
    );
    await tell({ popular_questions: await ports.popularity.forget(tenantId, principalId) });
    await tell({ ledger_rows: await ports.forgetUser(person) });
    await tell({ ingestions: await ports.store.forgetPerson(tenantId, principalId, signal) });
    await tell({ audit_names: await ports.auditPeople.erase(tenantId, principalId) });
  };
}

/** What the caches hold of a person's questions, as far as queries that are still kept lead there. */
function createForgetQuestions({ cache, embeddings, embedders }: ErasePersonPorts) {
  return async (
    tenantId: Erasure['tenantId'],
    records: readonly QueryRecord[],
    tell: TellCounts,
  ): Promise<void> => {
    let entries = 0;
    for (const record of records) {
      const entry = entryOfOwnQuestion(record);
      if (entry !== null && (await cache.evictEntry(tenantId, entry))) entries += 1;
    }
    const texts = new Set(records.flatMap(({ submission }) => embeddedTextsOf(submission)));
    const keys = [...texts].flatMap((text) =>
      embedders.map(({ model, dimension }) => ({ tenantId, model, dimension, text })),
    );
    await tell({ cache_entries: entries, embeddings: await embeddings.forget(keys) });
  };
}

/** An answer to a question of like meaning holds the words of whoever asked that one. */
const entryOfOwnQuestion = ({ cacheEntry, result }: QueryRecord): QueryRecord['cacheEntry'] =>
  result?.cache.tier === 'semantic' ? null : cacheEntry;
