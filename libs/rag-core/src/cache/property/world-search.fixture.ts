import { canRead } from '@ragfleet/kernel';
import type { KeywordIndex, Passage, PassageReader, SearchScope, VectorIndex } from '../../ports/passages.ts';
import { cosine, vectorOf } from './asked-questions.fixture.ts';
import type { Point, Tenant } from './operations.fixture.ts';
import { type Documents, passageOf } from './small-world.fixture.ts';

export interface WorldSearch {
  readonly keywordIndex: KeywordIndex;
  readonly vectorIndex: VectorIndex;
  readonly passageReader: PassageReader;
}

const isTenant = (name: string): name is Tenant => name === 'acme' || name === 'globex';

/** What a scope can see of the documents: the access filter is here, inside the query. */
function readablePassages(documents: Documents, { access, namespaces }: SearchScope): Passage[] {
  return [...documents]
    .map(([number, document]) => passageOf(number, document))
    .filter(
      (passage) =>
        canRead(access, { ...passage, tenantId: access.tenantId }) &&
        (namespaces?.includes(passage.namespace) ?? true),
    );
}

/** Exact search over the documents as `documentsOf` has them at that moment; `reach` says where a query is. */
export function searchWorld(
  documentsOf: (tenant: Tenant) => Documents,
  reach: (point: Point) => Promise<void> = async () => undefined,
): WorldSearch {
  const readable = ({ access, namespaces }: SearchScope): Passage[] =>
    isTenant(access.tenantId) ? readablePassages(documentsOf(access.tenantId), { access, namespaces }) : [];
  const ranked = (passages: readonly Passage[], scoreOf: (passage: Passage) => number) =>
    passages
      .map((passage) => ({ passageId: passage.passageId, score: scoreOf(passage) }))
      .toSorted((one, other) => other.score - one.score || (one.passageId < other.passageId ? -1 : 1));
  return {
    keywordIndex: {
      searchKeyword: async (scope, query, limit) => {
        await reach('keyword');
        const wanted = wordsOf(query);
        const found = ranked(readable(scope), ({ text }) => sharedWords(wanted, text));
        return found.filter(({ score }) => score > 0).slice(0, limit);
      },
    },
    vectorIndex: {
      name: 'world',
      searchDense: async (scope, vector, limit) => {
        await reach('dense');
        const { tenantId } = scope.access;
        const found = ranked(readable(scope), ({ text }) => cosine(vectorOf(text), vector));
        return found.slice(0, limit).map((candidate) => ({ ...candidate, tenantId }));
      },
      upsert: async () => undefined,
      existing: async () => new Set<string>(),
      removePassages: async () => undefined,
      removeDocument: async () => undefined,
      relabelDocument: async () => undefined,
    },
    passageReader: {
      readCurrent: async (scope, passageIds) => {
        await reach('recheck');
        const current = new Map(readable(scope).map((passage) => [passage.passageId, passage]));
        return passageIds.flatMap((passageId) => current.get(passageId) ?? []);
      },
    },
  };
}

const words = new Map<string, ReadonlySet<string>>();

function wordsOf(text: string): ReadonlySet<string> {
  const known = words.get(text) ?? new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  words.set(text, known);
  return known;
}

const sharedWords = (wanted: ReadonlySet<string>, text: string): number =>
  [...wordsOf(text)].filter((word) => wanted.has(word)).length;
