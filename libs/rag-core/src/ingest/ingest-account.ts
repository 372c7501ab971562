import type { CallAccount } from '../ports/accounts.ts';
import type { IngestionKey } from '../ports/ingestions.ts';

/** Documents are the tenant's, whoever brought them: no person of this name can exist. */
const NOBODY = '(ingestion)';

/** Whose bill the embeddings of an ingestion are on. */
export const accountOf = ({ tenantId, ingestionId }: IngestionKey): CallAccount => ({
  tenantId,
  principalId: NOBODY,
  queryId: ingestionId,
  route: 'ingestion',
});
