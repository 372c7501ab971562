import type { AnswerResult } from '../../ports/answers.ts';
import { canonicalQuestion } from '@ragfleet/question-meaning';
import { cosine, QUESTIONS, vectorOf } from './asked-questions.fixture.ts';
import {
  type Documents,
  type Eviction,
  passageOf,
  type TenantWorld,
  type World,
} from './small-world.fixture.ts';
import { labelsText, nameOfEvidence, type Uncached, type UncachedOracle } from './uncached-oracle.fixture.ts';
import type { Asker, WrittenAnswer } from './written-answers.fixture.ts';

/** An answer that somebody got, and the moments of which any may be its own. */
export interface GivenAnswer {
  readonly asker: Asker;
  readonly result: AnswerResult;
  readonly moments: readonly Documents[];
  /** Null when no model wrote it. */
  readonly written: WrittenAnswer | null;
  /** Cosine from which a neighbor may have answered. */
  readonly lowestSimilarity: number;
}

export class Violation extends Error {}

/** True when there was one moment to hold it against; false when documents changed around it. Throws a `Violation`. */
export async function checkAnswer(
  world: World,
  oracle: UncachedOracle,
  given: GivenAnswer,
): Promise<boolean> {
  const { asker, moments, written } = given;
  if (written !== null && written.asker !== asker) {
    checkScope(given, written);
    checkWorth(given, written);
    checkAge(world, given, written);
    checkEvictions(world.tenants[asker.ask.tenant], given, written);
  }
  const evidence = (written?.evidence ?? []).map(nameOfEvidence);
  const cited = written === null ? [] : citedOf(given, written);
  // The last moment first: it is the right one but for what overlaps a change.
  for (const documents of moments.toReversed())
    if (isSupported(given, { evidence, cited }, await oracle(asker, documents))) return moments.length === 1;
  // A search in the middle of a change, or without one of its halves, may find what no whole search finds.
  const mayDiffer = moments.length > 1 || asker.lost.size > 0;
  if (mayDiffer && isReadable(given, evidence)) return false;
  throw violation('evidence', given, { evidence, cited });
}

interface Grounds {
  readonly evidence: readonly string[];
  readonly cited: readonly string[];
}

/** At one moment: its evidence, and the labels of what it cites. */
function isSupported(
  { result, asker }: GivenAnswer,
  { evidence, cited }: Grounds,
  { prompt, depth, labels }: Uncached,
): boolean {
  const isLabelled = result.citations.every(
    (citation) => labels.get(citation.passageId) === labelsText(citation),
  );
  if (!isLabelled) return false;
  if (result.cache.tier !== 'semantic') {
    const inOrder = result.cache.retrieval === 'hit' && result.cache.status === 'miss';
    return inOrder ? isEqual(evidence, prompt) : isEqual(evidence.toSorted(), prompt.toSorted());
  }
  return (
    asker.lost.size === 0 &&
    cited.every((one) => prompt.includes(one)) &&
    evidence.every((one) => depth.includes(one))
  );
}

/** Each of it current and readable at one of the moments. */
function isReadable({ asker, moments }: GivenAnswer, evidence: readonly string[]): boolean {
  const { access, namespaces } = asker.searchScope;
  const readable = moments.flatMap((documents) =>
    [...documents]
      .filter(([, { labels }]) => {
        const isOpen =
          access.readsAll || labels.namespace === 'public' || access.namespaces.includes(labels.namespace);
        const isOfDepartment = labels.department !== null && labels.department === access.department;
        return (isOpen || isOfDepartment) && (namespaces?.includes(labels.namespace) ?? true);
      })
      .map(([number, document]) => nameOfEvidence(passageOf(number, document))),
  );
  return isWithin(evidence, readable);
}

function isWithin(evidence: readonly string[], readable: readonly string[]): boolean {
  const names = new Set(readable);
  return evidence.every((one) => names.has(one));
}

/** What is cited was in the prompt, and is what the answer cited when it was written. */
function citedOf(given: GivenAnswer, written: WrittenAnswer): readonly string[] {
  const cited = given.result.citations.map(({ passageId }) => passageId);
  const before = written.result?.citations.map(({ passageId }) => passageId);
  if (before !== undefined && !isEqual(cited, before)) throw violation('citations', given, { before });
  return cited.map((passageId) => {
    const evidence = written.evidence.find((one) => one.passageId === passageId);
    if (evidence === undefined) throw violation('cited without evidence', given, { passageId });
    return nameOfEvidence(evidence);
  });
}

/** Served answers are those of the same tenant, question, model, quality, depth, narrowing and history. */
function checkScope(given: GivenAnswer, written: WrittenAnswer): void {
  const { asker, result } = given;
  const scopeOf = ({ ask, searchScope }: Asker): string =>
    JSON.stringify([ask.tenant, ask.quality, ask.model, ask.topK, searchScope.namespaces, ask.follows]);
  if (scopeOf(asker) !== scopeOf(written.asker)) throw violation('scope', given, { written: written.asker });
  const [mine, theirs] = [QUESTIONS[asker.ask.question], QUESTIONS[written.asker.ask.question]];
  if (result.cache.tier !== 'semantic') {
    if (mine?.spelling !== theirs?.spelling) throw violation('question', given, { theirs });
    return;
  }
  const areNeighbors = mine?.isPrivate === false && theirs?.isPrivate === false && !asker.ask.follows;
  if (!areNeighbors || mine.meaning !== theirs.meaning) throw violation('neighbor', given, { theirs });
  const similarity = cosine(vectorOf(canonicalQuestion(mine.text)), vectorOf(canonicalQuestion(theirs.text)));
  if (Math.min(similarity, result.cache.similarity ?? 0) < given.lowestSimilarity)
    throw violation('similarity', given, { theirs });
}

function checkWorth(given: GivenAnswer, { kind, asker }: WrittenAnswer): void {
  const isShared = given.result.cache.status === 'coalesced';
  if (asker.lost.size > 0) throw violation('degraded', given, { asker });
  if (kind !== 'whole' && !isShared) throw violation('not worth keeping', given, { kind });
}

function checkAge(
  { nowMs, staleSeconds }: World,
  given: GivenAnswer,
  { asker, endedMs, result }: WrittenAnswer,
): void {
  const storedMs = result === null ? nowMs : endedMs;
  if (given.asker.beganMs >= storedMs + (asker.ask.ttlSeconds + staleSeconds) * 1_000)
    throw violation('expired', given, {});
}

/**
 * Of what was evicted between its writing and the question: by the namespaces that it was written under, and by those that
 * it is served under. A document that was elsewhere at the eviction is not held against it.
 */
function checkEvictions({ evictions }: TenantWorld, given: GivenAnswer, written: WrittenAnswer): void {
  const cited = [...(written.result?.citations ?? []), ...given.result.citations];
  const covers = ({ namespace, documents }: Eviction): boolean => {
    if (namespace === null) return true;
    const there = new Set(
      [...documents]
        .filter(([, { labels }]) => labels.namespace === namespace)
        .map(([number, document]) => passageOf(number, document).passageId),
    );
    return cited.some((citation) => citation.namespace === namespace && there.has(citation.passageId));
  };
  const evicted = evictions.filter(
    ({ tick }) => tick > written.asker.beganTick && tick < given.asker.beganTick,
  );
  if (evicted.some(covers)) throw violation('evicted', given, { evicted });
}

const isEqual = (one: readonly string[], other: readonly string[]): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

function violation(rule: string, { asker, result, written }: GivenAnswer, facts: object): Violation {
  const { answer, citations, cache } = result;
  const told = {
    ask: asker.ask,
    searchScope: asker.searchScope,
    answer,
    citations,
    cache,
    writer: written?.asker,
    ...facts,
  };
  return new Violation(`${rule}: ${JSON.stringify(told)}`);
}
