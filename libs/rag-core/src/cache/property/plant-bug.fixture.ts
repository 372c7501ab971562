import type { QueryContext } from '../../answer/query-context.ts';
import type { AnswerEntries, CacheEntry, CacheScope } from '../../ports/answer-cache.ts';
import type * as CacheScopeModule from '../cache-scope.ts';
import type * as ChangeStampsModule from '../change-stamps.ts';
import type * as CheckFoundModule from '../check-found.ts';
import type * as EvidenceModule from '../evidence.ts';
import type * as FindExactModule from '../find-exact.ts';
import type * as FindSimilarModule from '../find-similar.ts';
import type * as KeepAnswerModule from '../keep-answer.ts';
import type * as MeaningModule from '@ragfleet/question-meaning';
import type * as QueryCacheModule from '../query-cache.ts';
import type * as RecallModule from '../recall-retrieval.ts';
import type { History } from './operations.fixture.ts';
import type { Disguise } from './play-history.fixture.ts';

/** The modules that decide, as they are. */
export interface Decisions {
  readonly scope: typeof CacheScopeModule;
  readonly stamps: typeof ChangeStampsModule;
  readonly evidence: typeof EvidenceModule;
  readonly exact: typeof FindExactModule;
  readonly similar: typeof FindSimilarModule;
  readonly found: typeof CheckFoundModule;
  readonly keep: typeof KeepAnswerModule;
  readonly recall: typeof RecallModule;
  readonly meaning: typeof MeaningModule;
  readonly cache: typeof QueryCacheModule;
}

/** Functions of them, with one condition left out. */
export type Plant = { readonly [Name in keyof Decisions]?: Partial<Decisions[Name]> };

export interface PlantedBug {
  readonly name: string;
  /** The rules that it may break first. */
  readonly breaks: RegExp;
  readonly plant: (real: Decisions) => Plant;
  readonly disguise?: Disguise;
  /** A history that shows it, where chance is slow to find one. */
  readonly history?: History;
}

type QueryCache = ReturnType<Decisions['cache']['openQueryCache']>;

/** The cache of a query, changed in one way. Its ids are getters, so it is inherited from and not copied. */
export const openedAs = (
  name: string,
  breaks: RegExp,
  change: (cache: QueryCache) => Partial<QueryCache>,
): PlantedBug => ({
  name,
  breaks,
  plant: ({ cache }) => ({
    cache: {
      openQueryCache: (...given) => {
        const opened = cache.openQueryCache(...given);
        return Object.assign(Object.create(opened) as QueryCache, change(opened));
      },
    },
  }),
});

/** Believes an entry as if it said something else. */
export const believed = (
  name: string,
  breaks: RegExp,
  lie: (entry: CacheEntry, cache: QueryCache) => CacheEntry,
): PlantedBug =>
  openedAs(name, breaks, (cache) => ({ isAlive: (entry) => cache.isAlive(lie(entry, cache)) }));

export const stampsCompared = (
  name: string,
  isSameStamp: Decisions['stamps']['isSameStamp'],
): PlantedBug => ({ name, breaks: /^(?:evidence|kept)/, plant: () => ({ stamps: { isSameStamp } }) });

/** Leaves a part out of every name of an entry. */
export const scopedWithout = (
  name: string,
  breaks: RegExp,
  forget: (scope: CacheScope) => CacheScope,
): PlantedBug => ({
  name,
  breaks,
  plant: ({ scope }) => ({
    scope: {
      spaceText: (one) => scope.spaceText(forget(one)),
      retrievalScopeText: (one) => scope.retrievalScopeText(forget(one)),
    },
  }),
});

export const withEntries = (
  run: QueryContext,
  change: (entries: AnswerEntries) => Partial<AnswerEntries>,
): QueryContext => {
  const { entries } = run.ports.cache;
  const cache = { ...run.ports.cache, entries: { ...entries, ...change(entries) } };
  return { ...run, ports: { ...run.ports, cache } };
};

/** Checks neighbors against a search that has found what the change says. */
export const neighborsCheckedWith = (
  name: string,
  change: (
    search: CheckFoundModule.RetrievalResult,
    entries: readonly CacheEntry[],
  ) => CheckFoundModule.RetrievalResult,
): PlantedBug => ({
  name,
  breaks: /^evidence/,
  plant: ({ found }) => ({
    found: {
      checkFound: (run, cache, candidates, search) => {
        const isNeighborly = candidates.every(({ tier }) => tier === 'semantic');
        const entries = candidates.map(({ entry }) => entry);
        return found.checkFound(run, cache, candidates, isNeighborly ? change(search, entries) : search);
      },
    },
  }),
});

export const keptAs = (
  name: string,
  breaks: RegExp,
  change: (run: QueryContext, written: KeepAnswerModule.WrittenAnswer) => QueryContext,
): PlantedBug => ({
  name,
  breaks,
  plant: ({ keep }) => ({
    keep: { keepAnswer: (run, cache, written) => keep.keepAnswer(change(run, written), cache, written) },
  }),
});
