import {
  createCacheAdministration,
  createEmbeddingCache,
  createQuestionPopularity,
} from '@ragfleet/answer-cache';
import { createAuditPeople } from '@ragfleet/audit-log';
import { createForgetUser } from '@ragfleet/cost-ledger';
import { createApiKeys, createForgetCredentials } from '@ragfleet/identity';
import { createErasePerson, createErasures, createPurgeDocument } from '@ragfleet/job-queue';
import type { SemanticIndex } from '@ragfleet/rag-core';
import type { Sealer } from '@ragfleet/sealing';
import type { Logger, Service } from '@ragfleet/service-runtime';
import type { Config } from '../config.ts';
import type { OpenStores } from '../open-stores.ts';
import { createEraseUser } from './erase-person.ts';
import { createErasureSweeps, type Erase, type ErasureSweepsOptions } from './erasure-sweeps.ts';

export interface OpenErasureSweepsOptions extends Pick<ErasureSweepsOptions, 'onError' | 'times'> {
  readonly config: Pick<Config, 'RAGFLEET_ENV'>;
  readonly stores: Pick<
    OpenStores,
    'redis' | 'clock' | 'cacheRedis' | 'store' | 'deliveries' | 'generations'
  >;
  readonly semanticIndex: SemanticIndex | null;
  readonly sealer: Sealer;
  readonly logger: Logger;
}

/** The sweeps of erasures over every store that this process knows. */
export function openErasureSweeps(options: OpenErasureSweepsOptions): Service {
  const { stores, sealer, ...sweeps } = options;
  const { redis, clock } = stores;
  const eraseUser = createEraseUser(openPorts(options));
  const purgeDocument = createPurgeDocument({ redis, sealer });
  const erase: Erase = async (erasure, tell, signal) => {
    const { tenantId, subject } = erasure;
    if (subject.kind === 'user') await eraseUser(erasure, tell, signal);
    else await tell(await purgeDocument({ tenantId, documentId: subject.id, signal }));
  };
  return createErasureSweeps({
    ...sweeps,
    clock,
    erasures: createErasures({ redis, sealer, clock }),
    erase,
  });
}

function openPorts({ config, stores, semanticIndex, sealer }: OpenErasureSweepsOptions) {
  const { redis, clock, cacheRedis, store, deliveries, generations } = stores;
  const apiKeys = createApiKeys({ redis, sealer, environment: config.RAGFLEET_ENV });
  return {
    forgetCredentials: createForgetCredentials({ redis, apiKeys }),
    eraseFromQueue: createErasePerson({ redis, sealer, deliveries }),
    cache: createCacheAdministration({ redis: cacheRedis, sealer, semanticIndex }),
    embeddings: createEmbeddingCache({ redis: cacheRedis, sealer }),
    embedders: generations.map(({ embedder }) => embedder),
    popularity: createQuestionPopularity({ redis: cacheRedis, sealer }),
    forgetUser: createForgetUser({ redis, nowMs: () => clock.nowMs() }),
    store,
    auditPeople: createAuditPeople({ redis, sealer }),
  };
}
