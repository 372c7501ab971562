import { type Metering, type SearchResult, bookSearchUsage } from '@ragfleet/rag-core';
import type { TenantPrincipal } from '@ragfleet/kernel';
import type { Logger } from '@ragfleet/service-runtime';

/** Puts what a search used on the bill of who asked. */
export type BookSearch = (
  caller: TenantPrincipal,
  found: Pick<SearchResult, 'embeddingTokens' | 'vectorQueries'>,
) => Promise<void>;

/** The passages are found by then: a book that is away does not hold them back. */
export function createBookSearch(options: {
  readonly metering: Metering;
  readonly embeddingModel: string;
  readonly logger: Logger;
}): BookSearch {
  const { metering, embeddingModel, logger } = options;
  return async ({ tenantId, principalId }, { embeddingTokens, vectorQueries }) => {
    const account = { tenantId, principalId, queryId: 'search', route: 'search' };
    try {
      await bookSearchUsage({ embeddingModel, embeddingTokens, vectorQueries }, account, metering);
    } catch (error) {
      logger.warn({ tenant: tenantId, embeddingTokens, error }, 'search not booked');
    }
  };
}
