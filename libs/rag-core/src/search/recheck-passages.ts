import { withinBudget } from '@ragfleet/kernel';
import type { PassageCandidate, PassageReader, SearchScope } from '../ports/passages.ts';
import { createDistinctTexts } from './distinct-texts.ts';
import { explainRefused, NONE_REFUSED, type RefusedPassages } from './refused-passages.ts';
import type { RankedPassage } from './search-contract.ts';

interface Recheck {
  readonly scope: SearchScope;
  readonly ranking: readonly PassageCandidate[];
  readonly wanted: number;
  /** For one read. */
  readonly budgetMs: number;
  readonly signal: AbortSignal;
}

export interface CheckedPassages {
  readonly passages: readonly RankedPassage[];
  readonly reason: 'document-store-unavailable' | null;
  readonly refused: RefusedPassages;
}

const SPARE_CANDIDATES = 8;

/**
 * Keeps what the document store, the authority, has current and readable right now, the same words only once, until
 * as many as wanted are found; one indexed read unless an index lags. Default deny: when the store does not answer,
 * nothing is served.
 */
export async function recheckPassages(
  passageReader: PassageReader,
  recheck: Recheck,
): Promise<CheckedPassages> {
  const { scope, ranking, wanted, budgetMs, signal } = recheck;
  const passages: RankedPassage[] = [];
  const refused: string[] = [];
  const isNewText = createDistinctTexts();
  try {
    const pageSize = wanted + SPARE_CANDIDATES;
    for (let at = 0; at < ranking.length && passages.length < wanted; at += pageSize) {
      const page = ranking.slice(at, at + pageSize);
      const kept = await withinBudget(budgetMs, signal, (within) =>
        readPage(passageReader, scope, page, within),
      );
      const current = new Set(kept.map(({ passage }) => passage.passageId));
      refused.push(...page.map(({ passageId }) => passageId).filter((id) => !current.has(id)));
      passages.push(...kept.filter(({ passage }) => isNewText(passage)));
    }
  } catch {
    signal.throwIfAborted();
    return { passages: [], reason: 'document-store-unavailable', refused: NONE_REFUSED };
  }
  const explained =
    refused.length === 0
      ? NONE_REFUSED
      : await explainRefused(passageReader, { scope, passageIds: refused, signal });
  return { passages: passages.slice(0, wanted), reason: null, refused: explained };
}

async function readPage(
  reader: PassageReader,
  scope: SearchScope,
  page: readonly PassageCandidate[],
  signal: AbortSignal,
): Promise<RankedPassage[]> {
  const scores = new Map(page.map(({ passageId, score }) => [passageId, score]));
  const current = await reader.readCurrent(scope, [...scores.keys()], signal);
  return current.flatMap((passage) => {
    const score = scores.get(passage.passageId);
    return score === undefined ? [] : [{ passage, score }];
  });
}
