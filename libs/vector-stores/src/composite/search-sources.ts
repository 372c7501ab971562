import { type Clock, Fault, toFault, withinBudget } from '@ragfleet/kernel';
import type { DenseCandidate, VectorIndex } from '@ragfleet/rag-core';
import { countDistinct, cutTo, rankedOnce } from './fuse-by-rank.ts';
import type { OnSource, RetrievalResult } from './retrieval-result.ts';

export interface SearchSources {
  readonly sources: readonly VectorIndex[];
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly onSource: OnSource;
  /** True when what has come so far will do: the sources that are still at it are aborted. */
  readonly isEnough: (rankings: readonly (readonly DenseCandidate[])[]) => boolean;
}

type SearchArguments = Parameters<VectorIndex['searchDense']>;

/**
 * Asks every source at once and gives the rankings of those that answered, each cut to the limit. Rejects with the
 * caller's own reason when the caller leaves, and with a Fault when no source answered.
 */
export async function searchSources(
  options: SearchSources,
  ...[scope, vector, limit, signal]: SearchArguments
): Promise<DenseCandidate[][]> {
  signal.throwIfAborted();
  const losers = new AbortController();
  const both = AbortSignal.any([signal, losers.signal]);
  const rankings: DenseCandidate[][] = [];
  const faults: Fault[] = [];
  const ask = async (source: VectorIndex): Promise<void> => {
    try {
      const found = await reported(options, source, () =>
        withinBudget(options.timeoutMs, both, (within) => source.searchDense(scope, vector, limit, within)),
      );
      rankings.push(cutTo(limit, scope.access.tenantId, rankedOnce(found)));
    } catch (error) {
      faults.push(toFault(error));
    }
    if (rankings.length > 0 && options.isEnough(rankings))
      losers.abort(new Fault('canceled', 'Other vector stores had answered.'));
  };
  await Promise.all(options.sources.map(ask));
  signal.throwIfAborted();
  if (rankings.length === 0) throw nobodyAnswered(faults);
  return rankings;
}

/** True as soon as so many sources have answered and so many different passages are there. */
export const enoughOf =
  (minSources: number, limit: number): SearchSources['isEnough'] =>
  (rankings) =>
    rankings.length >= minSources && countDistinct(rankings) >= limit;

async function reported(
  { clock, onSource }: SearchSources,
  source: VectorIndex,
  search: () => Promise<DenseCandidate[]>,
): Promise<DenseCandidate[]> {
  const startMs = clock.monotonicMs();
  const report = (came: Pick<RetrievalResult, 'candidates' | 'outcome' | 'error'>): void =>
    onSource({ source: source.name, latencyMs: clock.monotonicMs() - startMs, ...came });
  try {
    const found = await search();
    report({ candidates: found.length, outcome: 'answered' });
    return found;
  } catch (error) {
    const fault = toFault(error);
    report({ candidates: 0, outcome: fault.kind === 'canceled' ? 'canceled' : 'failed', error: fault });
    throw error;
  }
}

/** What the caller could do about it is in the kind: the sources' own where they agree. */
function nobodyAnswered(faults: readonly Fault[]): Fault {
  const [first] = faults;
  const kind =
    first !== undefined && faults.every((fault) => fault.kind === first.kind) ? first.kind : 'unavailable';
  return new Fault(kind, 'No vector store answered. Check that the stores of VECTOR_STORE are up.', {
    cause: new AggregateError(faults),
  });
}
