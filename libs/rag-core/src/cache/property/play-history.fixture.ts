import { Fault } from '@ragfleet/kernel';
import type { AnswerCachePorts, AnswerPorts } from '../../answer/answer-ports.ts';
import { createAnswerQuestion } from '../../answer/answer-question.ts';
import { authorize } from '../../answer/authorize.ts';
import type { CacheEntry } from '../../ports/answer-cache.ts';
import type { AnswerOutcome } from '../../ports/answers.ts';
import type { CacheDecision } from '../../ports/operations.ts';
import type { JudgeQuestions } from '../../ports/question-judge.ts';
import { JUDGE_REACH } from '../judging/standing-of.ts';
import { embedder } from './asked-questions.fixture.ts';
import { checkAnswer, Violation } from './check-answer.fixture.ts';
import type { Ask, History, Operation, Point } from './operations.fixture.ts';
import {
  acknowledgeChanges,
  applyChange,
  beginWorld,
  documentsNow,
  emptyQueueRedis,
  evict,
  principalOf,
  type World,
} from './small-world.fixture.ts';
import {
  createUncachedOracle,
  questionOf,
  steadyPorts,
  type UncachedOracle,
} from './uncached-oracle.fixture.ts';
import { createUnsteadyCache, type UnsteadyCache } from './unsteady-cache.fixture.ts';
import { searchWorld } from './world-search.fixture.ts';
import { type Asker, createWrittenAnswers, type WrittenAnswers } from './written-answers.fixture.ts';

/** What is counted over histories: decisions by `tier outcome`, and how answers were checked. */
export type Tally = Map<string, number>;

const count = (tally: Tally, what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1);

/** Puts ports before the cache that lie in one way: for bugs that are planted. */
export type Disguise = (ports: AnswerCachePorts) => AnswerCachePorts;

export interface PlayOptions {
  readonly disguise?: Disguise;
  /** Says the same of every pair that it is shown, right or wrong; nobody is asked when left out. */
  readonly judge?: JudgeQuestions;
}

interface Play {
  readonly world: World;
  readonly cache: UnsteadyCache;
  readonly written: WrittenAnswers;
  readonly oracle: UncachedOracle;
  readonly tally: Tally;
  readonly disguise: Disguise;
  readonly judge: JudgeQuestions | undefined;
  /** What else happens at a point of each query under way. */
  readonly reaching: Map<Asker, (point: Point) => Promise<void>>;
  readonly parked: Ask[];
  /** What a port saw and cannot throw: the pipeline forgives its cache everything. */
  readonly seen: Violation[];
}

/** Plays a history on the real pipeline and holds every answer against an uncached run. Throws a `Violation`. */
export async function playHistory(
  history: History,
  tally: Tally,
  { disguise = (ports) => ports, judge }: PlayOptions = {},
): Promise<void> {
  const world = beginWorld(history);
  const reaching: Play['reaching'] = new Map();
  const play: Play = {
    world,
    cache: createUnsteadyCache(history.index),
    written: createWrittenAnswers(async (asker) => reaching.get(asker)?.('answer')),
    oracle: createUncachedOracle(world),
    tally,
    disguise,
    judge,
    reaching,
    parked: [],
    seen: [],
  };
  for (const operation of history.operations) {
    await perform(play, operation);
    for (const ask of play.parked.splice(0)) await askOnce(play, ask, 1);
    for (const violation of play.seen) throw violation;
  }
}

async function perform(play: Play, operation: Operation): Promise<void> {
  const { world } = play;
  world.tick += 1;
  switch (operation.kind) {
    case 'ask':
      return askOnce(play, operation, 0);
    case 'change':
      applyChange(world, operation.change);
      return operation.isAcknowledged ? acknowledgeChanges(world) : undefined;
    case 'acknowledge':
      return acknowledgeChanges(world);
    case 'rights':
      world.tenants[operation.tenant].rights[operation.user] = operation.rights;
      return;
    case 'evict':
      return evict(world, operation.tenant, operation.namespace);
    case 'housekeep':
      return play.cache.documentChanged(operation.tenant, `doc-${operation.document}`);
    case 'lose':
      return play.cache.lose(operation.salt);
    case 'empty-queue-redis':
      return emptyQueueRedis(world, operation.tenant);
    case 'wait':
      world.nowMs += operation.seconds * 1_000;
  }
}

async function askOnce(play: Play, ask: Ask, timesWaited: number): Promise<void> {
  const { world, reaching, tally } = play;
  world.tick += 1;
  const principal = principalOf(world, ask.tenant, ask.user);
  if (principal.permissions.size === 0) return count(tally, 'revoked');
  const tenant = world.tenants[ask.tenant];
  const asker: Asker = {
    ask,
    searchScope: authorize(principal, ask.namespaces),
    beganTick: world.tick,
    beganMs: world.nowMs,
    lost: new Set(),
  };
  const firstMoment = Math.min(tenant.moments.length - 1, ...tenant.pending.map(({ before }) => before));
  const meanwhile = [...ask.meanwhile];
  reaching.set(asker, async (point) => {
    const next = meanwhile.findIndex(({ at }) => at === point);
    for (const { operation } of next < 0 ? [] : meanwhile.splice(next, 1)) await perform(play, operation);
  });
  const listener = { signal: new AbortController().signal, emit: () => undefined };
  const question = questionOf(ask, { principal, changes: tenant.counters, timesWaited });
  const ports = portsFor(play, asker);
  const cache = watched(play, asker, ports.cache);
  const outcome = await createAnswerQuestion({ ...ports, cache })(question, listener);
  reaching.delete(asker);
  if (outcome.status === 'waiting') play.parked.push(ask);
  await check(play, asker, { outcome, firstMoment });
}

/** Nothing is kept of a query in whose time something has changed that its answer rests on. */
function watched({ world, seen }: Play, { ask }: Asker, cache: AnswerCachePorts): AnswerCachePorts {
  const tenant = world.tenants[ask.tenant];
  const began = tenant.counters;
  const hasMoved = ({ result }: CacheEntry): boolean =>
    [
      '*epoch',
      '*evict',
      ...result.citations.flatMap(({ namespace }) => [namespace, `*evict:${namespace}`]),
    ].some((counter) => tenant.counters[counter] !== began[counter]);
  const write: AnswerCachePorts['entries']['write'] = (...given) => {
    // One that is written anew is read first, and then something may happen once more.
    if (ask.mode !== 'refresh' && hasMoved(given[2])) seen.push(new Violation('kept after a change'));
    return cache.entries.write(...given);
  };
  return { ...cache, entries: { ...cache.entries, write } };
}

async function check(
  { world, written, oracle, tally, judge }: Play,
  asker: Asker,
  { outcome, firstMoment }: { readonly outcome: AnswerOutcome; readonly firstMoment: number },
): Promise<void> {
  if (outcome.status === 'waiting') return count(tally, 'waiting');
  if (outcome.status === 'failed') {
    if (outcome.fault.kind === 'cache-miss') return count(tally, 'cache-miss');
    throw new Violation(`failed: ${outcome.fault.kind} ${outcome.fault.message}`);
  }
  const { result } = outcome;
  const answer = written.find(result.answer);
  const moments = world.tenants[asker.ask.tenant].moments.slice(firstMoment);
  const reach = judge === undefined ? 0 : JUDGE_REACH;
  const lowestSimilarity = embedder.semanticThreshold - reach;
  const isFresh = answer?.asker === asker && result.cache.retrieval === 'miss';
  // What was searched for and written now is held against the oracle now and then: to know the oracle.
  const isStrict =
    (isFresh && world.tick % 4 > 0) ||
    (await checkAnswer(world, oracle, { asker, result, moments, written: answer, lowestSimilarity }));
  if (answer?.asker === asker) Object.assign(answer, { result, endedMs: world.nowMs });
  count(tally, isStrict ? 'held against one moment' : 'held against several moments');
  if (result.cache.status === 'miss')
    count(tally, result.cache.retrieval === 'hit' ? 'retrieval direct' : 'written');
}

/** No timer of the pipeline ever rings. */
const JUDGE_SETTINGS = { model: null, budgetMs: 1_000_000_000 };

function modelsFor(written: WrittenAnswers, asker: Asker, judgeQuestions: JudgeQuestions | undefined) {
  const { standard, premium } = written.modelsFor(asker);
  const judging = judgeQuestions === undefined ? {} : { judgeQuestions };
  return { standard: { ...standard, ...judging }, premium: { ...premium, ...judging } };
}

function portsFor(
  { world, cache, written, tally, disguise, judge, reaching }: Play,
  asker: Asker,
): AnswerPorts {
  const reach = async (point: Point): Promise<void> => {
    if ((point === 'keyword' || point === 'dense') && point === asker.ask.lost) {
      asker.lost.add(point);
      throw new Fault('unavailable', 'This half of the search is away.');
    }
    await reaching.get(asker)?.(point);
  };
  const steady = steadyPorts(world);
  return {
    ...steady,
    ...searchWorld((tenant) => documentsNow(world.tenants[tenant]), reach),
    settings: { ...steady.settings, cache: { ...steady.settings.cache, judge: JUDGE_SETTINGS } },
    telemetry: {
      ...steady.telemetry,
      neighborJudged: (_tenantId, outcome) => count(tally, `judged ${outcome}`),
      cacheDecision: (_tenantId, { tier, outcome, reason }: CacheDecision) =>
        count(tally, reason === null ? `${tier} ${outcome}` : `${tier} ${outcome} for ${reason}`),
    },
    models: { ...modelsFor(written, asker, judge), fallbacks: [] },
    cache: disguise(cache.portsFor(reach)),
    changes: {
      current: async () => {
        await reach('counters');
        return world.tenants[asker.ask.tenant].counters;
      },
    },
  };
}
