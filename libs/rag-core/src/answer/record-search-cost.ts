import { toFault } from '@ragfleet/kernel';
import { bookSearchUsage } from '../metering/book-search-usage.ts';
import type { QueryContext } from './query-context.ts';

/**
 * Books what the search of a run has used that ends without an outcome: the query's own row, written at its end, knows its
 * last run alone. Calls of models are booked as they are made. Books that are away keep nobody from the answer that is on its way.
 */
export async function recordSearchCost(run: QueryContext): Promise<void> {
  const { callLedger: ledger, embedder, settings, logger } = run.ports;
  const { embeddingTokens, vectorQueries } = run.usage;
  if (ledger === undefined) return;
  const usage = { embeddingModel: embedder.model, embeddingTokens, vectorQueries };
  try {
    await bookSearchUsage(usage, run.account(), { ledger, prices: settings.prices });
  } catch (error) {
    const { queryId, principal } = run.question;
    logger.error(
      { tenant: principal.tenantId, queryId, kind: toFault(error).kind },
      'cost of a search not written',
    );
  }
}
