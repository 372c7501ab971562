import type { Telemetry } from '../ports/operations.ts';
import type { PassageCandidate, PassageReader, SearchScope } from '../ports/passages.ts';
import type { RankedPassage } from './search-passages.ts';
import { withinBudget } from './within-budget.ts';

interface Recheck {
  readonly scope: SearchScope;
  readonly ranking: readonly PassageCandidate[];
  readonly topK: number;
}

export interface CheckedPassages {
  readonly passages: readonly RankedPassage[];
  readonly reason: 'document-store-unavailable' | null;
}

const SPARE_CANDIDATES = 8;

/**
 * Keeps what the document store, the authority, has current and readable right now, until topK are found; one
 * indexed read unless an index lags. Default deny: when the store does not answer, nothing is served.
 */
export async function recheckPassages(
  ports: { readonly passageReader: PassageReader; readonly telemetry: Telemetry },
  { scope, ranking, topK }: Recheck,
  budgetMs: number,
  signal: AbortSignal,
): Promise<CheckedPassages> {
  const passages: RankedPassage[] = [];
  let refused = 0;
  try {
    const pageSize = topK + SPARE_CANDIDATES;
    for (let at = 0; at < ranking.length && passages.length < topK; at += pageSize) {
      const page = ranking.slice(at, at + pageSize);
      const kept = await withinBudget(budgetMs, signal, (within) =>
        readPage(ports.passageReader, scope, page, within),
      );
      refused += page.length - kept.length;
      passages.push(...kept);
    }
  } catch {
    signal.throwIfAborted();
    return { passages: [], reason: 'document-store-unavailable' };
  }
  if (refused > 0) ports.telemetry.refusedPassages(scope.access.tenantId, refused);
  return { passages: passages.slice(0, topK), reason: null };
}

async function readPage(
  reader: PassageReader,
  scope: SearchScope,
  page: readonly PassageCandidate[],
  signal: AbortSignal,
): Promise<RankedPassage[]> {
  const scores = new Map(page.map(({ passageId, score }) => [passageId, score]));
  const ids = page.map(({ passageId }) => passageId);
  const current = await reader.readCurrent(scope, ids, signal);
  return current.flatMap((passage) => {
    const score = scores.get(passage.passageId);
    return score === undefined ? [] : [{ passage, score }];
  });
}
