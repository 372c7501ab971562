import { canRead } from '@ragfleet/kernel';
import type { KeywordIndex, Passage, PassageReader, SearchScope, VectorIndex } from '@ragfleet/rag-core';
import { createHash } from 'node:crypto';
import { embedByConcepts } from '../workload/concept-embedder.ts';
import type { QuestionFamily, Slot } from '../workload/question-family.ts';

/** What a workload's questions are answered from. Every tenant has the same documents. */
export interface WorkloadCorpus {
  readonly vectorIndex: VectorIndex;
  readonly keywordIndex: KeywordIndex;
  readonly passageReader: PassageReader;
}

interface StoredPassage extends Passage {
  readonly vector: Float32Array;
  readonly words: ReadonlySet<string>;
}

/** Every so many passages have a neighbor that only finance finds: colleagues then have other passages in their prompts. */
const FINANCE_EVERY = 10;

/**
 * One passage for each value of a family's widest slot, as a handbook has a page a country: its other values are in the
 * same words, so that evidence cannot tell a near miss from the question.
 */
export function createWorkloadCorpus(families: readonly QuestionFamily[]): WorkloadCorpus {
  const passages = families.flatMap(passagesOf);
  const stored = new Map(passages.map((passage) => [passage.passageId, passage]));
  const readable = ({ access, namespaces }: SearchScope): StoredPassage[] =>
    passages.filter(
      ({ namespace, department }) =>
        canRead(access, { tenantId: access.tenantId, namespace, department }) &&
        (namespaces?.includes(namespace) ?? true),
    );
  return {
    vectorIndex: {
      name: 'workload',
      searchDense: async (scope, vector, limit) =>
        best(readable(scope), limit, (passage) => dot(vector, passage.vector)).map((candidate) => ({
          ...candidate,
          tenantId: scope.access.tenantId,
        })),
      existing: async (_tenantId, passageIds) => new Set(passageIds),
      upsert: async () => undefined,
      removePassages: async () => undefined,
      removeDocument: async () => undefined,
      relabelDocument: async () => undefined,
    },
    keywordIndex: {
      searchKeyword: async (scope, query, limit) => {
        const wanted = wordsOf(query);
        return best(readable(scope), limit, ({ words }) => overlap(wanted, words)).filter(
          ({ score }) => score > 0,
        );
      },
    },
    passageReader: {
      readCurrent: async (scope, passageIds) => {
        const allowed = new Set(readable(scope).map(({ passageId }) => passageId));
        return passageIds.flatMap((passageId) => {
          const passage = stored.get(passageId);
          return passage !== undefined && allowed.has(passageId) ? [passage] : [];
        });
      },
    },
  };
}

function passagesOf(family: QuestionFamily): StoredPassage[] {
  const [widest] = Object.entries(family.slots).toSorted(
    ([, one], [, other]) => other.values.length - one.values.length,
  );
  if (widest === undefined) return [];
  const [name, slot] = widest;
  return slot.values.flatMap((value, at) => {
    const text = textOf(family, { name, value: value[0] });
    const place = { family, at };
    const common = passage({ ...place, namespace: 'default', text });
    return at % FINANCE_EVERY === 0
      ? [common, passage({ ...place, namespace: 'finance', text: `${text} Figures for finance.` })]
      : [common];
  });
}

function textOf({ frames, slots }: QuestionFamily, main: { name: string; value: string }): string {
  const formsOf = ({ values }: Slot): string => values.map(([usual]) => usual).join(', ');
  const statement = Object.entries(slots).reduce(
    (text, [name, slot]) => text.replaceAll(`{${name}}`, name === main.name ? main.value : formsOf(slot)),
    frames[0] ?? '',
  );
  return `${main.value}. ${statement.replace(/\?$/, '.')}`;
}

function passage(of: {
  readonly family: QuestionFamily;
  readonly at: number;
  readonly namespace: string;
  readonly text: string;
}): StoredPassage {
  const documentId = `${of.family.name}-${of.at}-${of.namespace}`;
  return {
    passageId: `p_${sha256(documentId).slice(0, 32)}`,
    documentId,
    namespace: of.namespace,
    department: null,
    title: of.family.name,
    source: null,
    headings: [],
    ordinal: 0,
    text: of.text,
    contentHash: sha256(of.text),
    vector: embedByConcepts(of.text),
    words: wordsOf(of.text),
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
const overlap = (wanted: ReadonlySet<string>, words: ReadonlySet<string>): number =>
  [...wanted].filter((word) => words.has(word)).length / Math.sqrt(words.size);

function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}

function best(
  passages: readonly StoredPassage[],
  limit: number,
  scoreOf: (passage: StoredPassage) => number,
): { passageId: string; score: number }[] {
  return passages
    .map((passage) => ({ passageId: passage.passageId, score: scoreOf(passage) }))
    .toSorted((one, other) => other.score - one.score || (one.passageId < other.passageId ? -1 : 1))
    .slice(0, limit);
}
