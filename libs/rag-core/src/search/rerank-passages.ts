import { scanPii } from '@ragfleet/guards';
import { Fault, rememberByText, withinBudget } from '@ragfleet/kernel';
import { isLocalModel } from '@ragfleet/pricing';
import type { Reranker, RerankPassage } from '../ports/models.ts';
import type { RankedPassage, SearchPorts, SearchReason, SearchRequest } from './search-contract.ts';
import { visibleQuery } from './visible-query.ts';

export interface RerankedPassages {
  readonly passages: readonly RankedPassage[];
  /** The reranker whose order this is; null for the order that they came in. */
  readonly by: string | null;
  readonly reason: Extract<SearchReason, 'rerank-unavailable'> | null;
}

const RERANK_BUDGET_MS = 500;

/**
 * Puts the best passages, as many as the reranker takes, into its order; the others follow in theirs. When it fails,
 * is late or does not name each passage once, the order stands as it is. The caller's own abort is thrown.
 */
export async function rerankPassages(
  { reranker, budgetsMs }: Pick<SearchPorts, 'reranker' | 'budgetsMs'>,
  request: SearchRequest,
  passages: readonly RankedPassage[],
  signal: AbortSignal,
): Promise<RerankedPassages> {
  if (reranker === undefined || passages.length < 2) return { passages, by: null, reason: null };
  const shown = passages.slice(0, reranker.maxPassages);
  const query = visibleQuery(reranker.name, request);
  try {
    const ranking = await withinBudget(budgetsMs?.rerank ?? RERANK_BUDGET_MS, signal, (within) =>
      reranker.rerank(query, shown.map(toRerank).map(visibleTo(reranker.name)), within),
    );
    const reranked = inOrder(shown, ranking);
    const rest = behind(reranked, passages.slice(shown.length));
    return { passages: [...reranked, ...rest], by: reranker.name, reason: null };
  } catch {
    // The reason is the report: it reaches the reply, and the breaker around the port has counted the failure.
    signal.throwIfAborted();
    return { passages, by: null, reason: 'rerank-unavailable' };
  }
}

const toRerank = ({ passage, score }: RankedPassage): RerankPassage => ({
  passageId: passage.passageId,
  title: passage.title,
  headings: passage.headings,
  text: passage.text,
  score,
});

const KEPT_CHARACTERS = 2_000_000;
const maskedPassage = rememberByText((text) => scanPii(text).maskedText, KEPT_CHARACTERS);

/** What a vendor reads of a passage has its personal data masked, as in a prompt; only order comes back. */
function visibleTo(model: string): (passage: RerankPassage) => RerankPassage {
  if (isLocalModel(model)) return (passage) => passage;
  return ({ title, headings, text, ...rest }) => ({
    ...rest,
    title: maskedPassage(title),
    headings: headings.map(maskedPassage),
    text: maskedPassage(text),
  });
}

type Ranking = Awaited<ReturnType<Reranker['rerank']>>;

/** Every passage once with a score from 0 to 1, or a Fault `corrupt`: what is not a ranking of them orders nothing. */
function inOrder(shown: readonly RankedPassage[], ranking: Ranking): RankedPassage[] {
  const passages = new Map(shown.map(({ passage }) => [passage.passageId, passage]));
  const ordered: RankedPassage[] = [];
  for (const { passageId, score } of ranking) {
    const passage = passages.get(passageId);
    if (passage === undefined || !(score >= 0 && score <= 1)) throw notARanking();
    passages.delete(passageId);
    ordered.push({ passage, score });
  }
  if (passages.size > 0) throw notARanking();
  return ordered.toSorted((one, other) => other.score - one.score);
}

const notARanking = (): Fault =>
  new Fault('corrupt', 'The reranker did not name each passage once with a score from 0 to 1.');

/** Scores of two rankings are not comparable: who was not reranked is worth no more than the last who was. */
function behind(reranked: readonly RankedPassage[], rest: readonly RankedPassage[]): RankedPassage[] {
  const ceiling = reranked.at(-1)?.score ?? 1;
  return rest.map(({ passage, score }) => ({ passage, score: Math.min(score, ceiling) }));
}
