import { createClient, type Query, type RagfleetClient } from '@ragfleet/client';
import { Fault } from '@ragfleet/kernel';
import type { Corpus } from '../corpus/read-corpus.ts';
import type { LocalDescription } from '../data-dir/local-description.ts';

export type DemoRole = 'admin' | 'analyst' | 'user' | 'guest';

/** What the steps of the tour work with. */
export interface TourContext {
  readonly description: LocalDescription;
  readonly corpus: Corpus;
  readonly signal: AbortSignal;
  /** The fleet as the person with this role sees it. */
  readonly as: (role: DemoRole) => RagfleetClient;
  readonly asOtherTenant: () => RagfleetClient;
}

/** One step: resolves with the lines to show, throws when what it promises did not happen. */
export interface TourStep {
  readonly name: string;
  readonly run: (context: TourContext) => Promise<string>;
}

export function createTourContext(
  options: Pick<TourContext, 'description' | 'corpus' | 'signal'>,
): TourContext {
  const { ingress_url: url, api_keys, other_tenant_api_keys } = options.description;
  const clientFor = (apiKey: string | undefined): RagfleetClient =>
    createClient({ url, apiKey: apiKey ?? '' });
  return {
    ...options,
    as: (role) => clientFor(api_keys[role]),
    asOtherTenant: () => clientFor(other_tenant_api_keys['admin']),
  };
}

/** Fails the step unless the claim holds. */
export function expectThat(claim: boolean, message: string): asserts claim {
  if (!claim) throw new Fault('internal', `The tour expected something else: ${message}`);
}

/** The finished query, or a failed step that says how it ended instead. */
export function expectAnswer(query: Query): Query & { readonly result: NonNullable<Query['result']> } {
  const { result } = query;
  expectThat(
    query.status === 'succeeded' && result !== null,
    `the question ended ${query.status}${query.error === null ? '' : ` (${query.error.title}: ${query.error.detail})`}`,
  );
  return { ...query, result };
}

/** One answer in two lines: what it says, and where it says so. */
export function showAnswer(query: Query): string {
  const { result } = query;
  if (result === null) return `(${query.status})`;
  const sources = result.citations.map(({ title, namespace }) => `${title} [${namespace}]`);
  const cache = result.cache.status === 'hit' ? `${result.cache.tier} cache hit` : result.cache.status;
  return `“${result.answer}”\n${sources.join(', ') || 'no source'} · ${cache} · $${result.cost_usd.toFixed(6)} · ${Math.round(result.timings_ms['total'] ?? 0)} ms`;
}
