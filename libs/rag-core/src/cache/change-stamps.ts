import { hash } from 'node:crypto';
import { canonicalAccess, PUBLIC_NAMESPACE, rememberByText } from '@ragfleet/kernel';
import type { CacheStamp } from '../ports/answer-cache.ts';
import type { ChangeCounters } from '../ports/operations.ts';
import type { SearchScope } from '../ports/passages.ts';
import { decisiveNamespaces } from './cache-scope.ts';

/** Counters that belong to no namespace begin so; no namespace is named like that. */
const RESERVED = '*';
const EPOCH = '*epoch';
const EVICTED = '*evict';
/** Counts for every namespace that has no counter of its own (any more). */
const OTHERS = '*others';

const DIGEST_CHARACTERS = 22;

/** Callers share their rights and a tenant's counters stand still for long: most digests have been made before. */
const REMEMBERED_CHARACTERS = 2_000_000;
const digestOf = rememberByText(
  (text) => hash('sha256', text, 'base64url').slice(0, DIGEST_CHARACTERS),
  REMEMBERED_CHARACTERS,
);

/**
 * The caller's access, and the state of everything that could change what this scope finds: equal stamps mean that the
 * same question finds the same. Changes of namespaces that the scope does not reach leave it alone.
 */
export function stampOf({ access, namespaces }: SearchScope, counters: ChangeCounters): CacheStamp {
  const decisive = decisiveNamespaces(access, namespaces, PUBLIC_NAMESPACE);
  const names = decisive ?? Object.keys(counters).filter((name) => !name.startsWith(RESERVED));
  const others = counters[OTHERS];
  const pairs = [...new Set(names)].toSorted().map((name) => [name, counters[name] ?? others ?? '0']);
  // Who reads every namespace also reads those that are counted together.
  const together = decisive === null && others !== undefined ? [others] : [];
  return {
    access: digestOf(canonicalAccess(access)),
    changes: digestOf(JSON.stringify([counters[EPOCH] ?? null, pairs, ...together])),
  };
}

export const isSameStamp = (one: CacheStamp, other: CacheStamp): boolean =>
  one.access === other.access && one.changes === other.changes;

/** True when no counter of the tenant has moved, whatever scope looks at it. */
export function isSameCounters(one: ChangeCounters, other: ChangeCounters): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && one[name] === other[name])
  );
}

/** The eviction counters that an answer depends on: the tenant's, and those of the namespaces that it cites. */
export function generationOf(counters: ChangeCounters, citedNamespaces: readonly string[]): string {
  const cited = [...new Set(citedNamespaces)].toSorted();
  const names = [EVICTED, ...cited.map((name) => `${EVICTED}:${name}`)];
  return digestOf(
    JSON.stringify([counters[EPOCH] ?? null, names.map((name) => [name, counters[name] ?? '0'])]),
  );
}

/** True when answers that cite the namespace were evicted at any time that is still remembered. */
export const wasEverEvicted = (counters: ChangeCounters, namespace: string): boolean =>
  counters[`${EVICTED}:${namespace}`] !== undefined;

/** Callers of one tenant whose rights differ, times the changes of a day: more only cost a search each. */
const MAX_STAMPS = 16;

/** The stamps of an entry, and a new one as the newest. */
export const withStamp = (stamps: readonly CacheStamp[], stamp: CacheStamp): readonly CacheStamp[] =>
  [...stamps.filter((one) => !isSameStamp(one, stamp)), stamp].slice(-MAX_STAMPS);
