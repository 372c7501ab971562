import { scanPii } from '@ragfleet/guards';
import { isLocalModel } from '@ragfleet/pricing';
import type { SearchRequest } from './search-contract.ts';

/** A local model sees the query as it was asked; a vendor's sees it with personal data masked. */
export function visibleQuery(
  model: string,
  { query, maskedQuery }: Pick<SearchRequest, 'query' | 'maskedQuery'>,
): string {
  return isLocalModel(model) ? query : (maskedQuery ?? scanPii(query).maskedText);
}
