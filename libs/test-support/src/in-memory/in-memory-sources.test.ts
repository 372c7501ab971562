import { randomUUID } from 'node:crypto';
import { systemClock } from '@ragfleet/kernel';
import { describe } from 'vitest';
import { sourceCatalogueContract } from '../contract-suites/source-catalogue-contract.ts';
import { createInMemorySources } from './in-memory-sources.ts';

describe('the in-memory source catalogue', () => {
  const sources = createInMemorySources(systemClock);
  sourceCatalogueContract({
    catalogue: () => sources,
    endedIngestion: async (_tenantId, _documentIds, error) => {
      const ingestionId = randomUUID();
      sources.endIngestion(ingestionId, error);
      return ingestionId;
    },
  });
});
