import { sanitizeQuestion } from '@ragfleet/guards';
import { canonicalAccess, type Clock } from '@ragfleet/kernel';
import { type AnswerPorts, DEFAULT_ANSWER_SETTINGS } from '../../answer/answer-ports.ts';
import type { Evidence } from '../../ports/answer-cache.ts';
import type { Question } from '../../ports/answers.ts';
import { canonicalQuestion } from '@ragfleet/question-meaning';
import { createSearchPassages } from '../../search/search-passages.ts';
import { embedder, QUESTIONS } from './asked-questions.fixture.ts';
import type { Documents, World } from './small-world.fixture.ts';
import { searchWorld } from './world-search.fixture.ts';
import type { Ask } from './operations.fixture.ts';
import type { Asker } from './written-answers.fixture.ts';
import { FULL_SERVICE } from '../../degradation/level-in-force.ts';

/**
 * What this caller finds at one moment where there is no cache. The answers that the pipeline writes are held against it
 * as well as those that it serves, so this is what an uncached run brings into its prompt.
 */
export interface Uncached {
  /** What is in the prompt, best first. */
  readonly prompt: readonly string[];
  /** What a search to the depth of 25 finds. */
  readonly depth: readonly string[];
  /** The labels that citations of each of them have then. */
  readonly labels: ReadonlyMap<string, string>;
}

/** Searches when it is asked for the first time. */
export type UncachedOracle = (asker: Asker, documents: Documents) => Promise<Uncached>;

export const nameOfEvidence = ({ passageId, contentHash }: Evidence): string =>
  `${passageId}: ${contentHash}`;

const DEPTH = 25;

export function createUncachedOracle(world: World): UncachedOracle {
  const known = new Map<Documents, Map<string, Promise<Uncached>>>();
  return (asker, documents) => {
    const ofMoment = known.get(documents) ?? new Map<string, Promise<Uncached>>();
    known.set(documents, ofMoment);
    const { question, follows, topK } = asker.ask;
    const { access, namespaces } = asker.searchScope;
    const name = JSON.stringify([canonicalAccess(access), namespaces, question, follows, topK]);
    const uncached = ofMoment.get(name) ?? searchUncached(world, asker, documents);
    ofMoment.set(name, uncached);
    return uncached;
  };
}

async function searchUncached(
  world: World,
  { ask, searchScope }: Asker,
  documents: Documents,
): Promise<Uncached> {
  const search = createSearchPassages({ ...steadyPorts(world), ...searchWorld(() => documents) });
  const { text } = sanitizeQuestion(QUESTIONS[ask.question]?.text ?? '');
  const canonical = canonicalQuestion(text);
  const query = ask.follows ? `${BEFORE} ${canonical}` : canonical;
  const { signal } = new AbortController();
  const { passages } = await search({ scope: searchScope, query, mode: 'hybrid', topK: DEPTH }, signal);
  const depth = passages.map(({ passage }) => nameOfEvidence(passage));
  return {
    prompt: depth.slice(0, ask.topK),
    depth,
    labels: new Map(passages.map(({ passage }) => [passage.passageId, labelsText(passage)])),
  };
}

export const labelsText = (labels: {
  readonly documentId: string;
  readonly title: string;
  readonly source: string | null;
  readonly namespace: string;
}): string => JSON.stringify([labels.documentId, labels.title, labels.source, labels.namespace]);

const BEFORE = 'And what about travel and leave of the team?';

export function questionOf(ask: Ask, now: Pick<Question, 'principal' | 'changes' | 'timesWaited'>): Question {
  return {
    queryId: 'q_1',
    text: QUESTIONS[ask.question]?.text ?? '',
    history: ask.follows ? [{ role: 'user', content: BEFORE }] : [],
    namespaces: ask.namespaces,
    quality: ask.quality,
    topK: ask.topK,
    model: ask.model,
    sessionId: 's_1',
    cache: { mode: ask.mode, ttlSeconds: ask.ttlSeconds, semanticThreshold: null },
    lane: 'normal',
    mayWait: now.timesWaited === 0,
    isWarming: false,
    ...now,
  };
}

/** What is the same with and without a cache. No timer of the pipeline ever rings. */
export function steadyPorts(
  world: World,
): Omit<AnswerPorts, 'models' | 'cache' | 'changes' | 'keywordIndex' | 'vectorIndex' | 'passageReader'> {
  const clock: Clock = { nowMs: () => world.nowMs, monotonicMs: () => world.nowMs };
  return {
    embedder,
    audit: { record: async () => undefined },
    telemetry: {
      span: () => undefined,
      foreignPassages: () => undefined,
      cacheDecision: () => undefined,
    },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    clock,
    random: () => 0,
    degradationLevel: async () => FULL_SERVICE,
    budgetsMs: { embedding: 60_000, source: 60_000 },
    settings: {
      ...DEFAULT_ANSWER_SETTINGS,
      targetLatencyMs: 1_000_000_000,
      cache: { ...DEFAULT_ANSWER_SETTINGS.cache, budgetMs: 1_000_000_000, staleSeconds: world.staleSeconds },
    },
  };
}
