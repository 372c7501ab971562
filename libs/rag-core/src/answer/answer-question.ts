import { Fault, toFault } from '@ragfleet/kernel';
import { type RetrievalResult, checkFound } from '../cache/check-found.ts';
import { findExact, type FoundEntry } from '../cache/find-exact.ts';
import { findSimilar } from '../cache/find-similar.ts';
import { secondOpinion } from '../cache/judging/second-opinion.ts';
import { keepAnswer } from '../cache/keep-answer.ts';
import { type CacheableQuestion, openQueryCache, type QueryCache } from '../cache/query-cache.ts';
import { serveEntry } from '../cache/serve-entry.ts';
import { joinFlight } from '../cache/join-flight.ts';
import { rememberQuestion } from '../cache/tend-entries.ts';
import type { AnswerOutcome, EndedAnswer } from '../ports/answers.ts';
import type { LevelInForce } from '../ports/degradation.ts';
import { requestedModel } from '../routing/requested-model.ts';
import type { FlightEnd } from '../ports/single-flight.ts';
import { inSpan } from '../search/in-span.ts';
import type { AnswerPorts, AnswerQuestion } from './answer-ports.ts';
import { authorize } from './authorize.ts';
import { recordSearchCost } from './record-search-cost.ts';
import { finishResult } from './build-answer.ts';
import { cleanQuestion } from './clean-question.ts';
import { type LevelOfService, LEVELS } from '../degradation/degradation-levels.ts';
import { generateAnswer } from './generate-answer.ts';
import { findPersonalData } from './find-personal-data.ts';
import type { PrivateQuestion } from './protect-privacy.ts';
import { answeringModel, openQueryContext, type QueryContext, settingsOf } from './query-context.ts';
import { type AuditFacts, recordAudit } from './record-audit.ts';
import { embedQuestion, retrieveContext } from './retrieve-context.ts';
import { rewriteFollowUp } from './rewrite-follow-up.ts';

/** The pipeline: one question to its cited answer, step by step, each step a span of its name. */
export function createAnswerQuestion(ports: AnswerPorts): AnswerQuestion {
  return async (question, listener) => {
    const run = openQueryContext(ports, question, listener);
    const facts: AuditFacts = {
      kinds: [],
      passages: 0,
      hasSearched: false,
      hasGenerated: false,
      streams: true,
    };
    // Not a step of the run: what was canceled or failed is audited too.
    const audited = (outcome: EndedAnswer): Promise<void> =>
      inSpan(ports.telemetry, 'audit', () => recordAudit(run, facts, outcome));
    /** Its audit and its accounts know nothing of each other. */
    const ended = async (outcome: EndedAnswer): Promise<EndedAnswer> => {
      const told = outcome.status === 'failed' ? priced(run, outcome) : outcome;
      await Promise.all([audited(told), listener.onEnded?.(told)]);
      return told;
    };
    const unfinished = async (): Promise<void> => {
      await recordSearchCost(run);
      // A rewriting is remembered by the run that follows, and in what that has cost.
      listener.onUnfinished?.(run.cost('rewrite'));
    };
    try {
      const outcome = await answer(run, facts);
      if (outcome.status !== 'waiting') return await ended(outcome);
      await unfinished();
      return outcome;
    } catch (error) {
      const outcome = failed(toFault(error));
      if (!run.signal.aborted && !outcome.fault.isRetryable) return ended(outcome);
      await Promise.all([audited(outcome), unfinished()]);
      throw error;
    }
  };
}

type Failure = Extract<AnswerOutcome, { status: 'failed' }>;

const failed = (fault: Fault): Failure => ({ status: 'failed', fault });
const priced = (run: QueryContext, failure: Failure): Failure => ({
  ...failure,
  cost: { ...run.cost(), savedUsd: 0 },
});

/** What the steps hand on to each other. */
interface AnswerState {
  readonly run: QueryContext;
  readonly facts: AuditFacts;
  readonly asked: PrivateQuestion;
  readonly level: LevelInForce;
  readonly service: LevelOfService;
  readonly cache: QueryCache;
}

/** The whole sequence: guard, kept answers, search, a flight, a new answer. Each of them may be the last. */
async function answer(run: QueryContext, facts: AuditFacts): Promise<AnswerOutcome> {
  const { question, ports } = run;
  const searchScope = run.stepNow('authorize', () => authorize(question.principal, question.namespaces));
  // Neither a cached answer nor one of another model stands in for a model that may not be named.
  requestedModel(run.models, { requested: question.model, allowedModels: settingsOf(run).allowedModels });
  const clean = run.stepNow('sanitize', () => cleanQuestion(run));
  const guarded = await findPersonalData(run, clean);
  facts.kinds = guarded.kinds;
  if (guarded.blockedKinds.length > 0) return blocked(guarded);

  const level = await run.step('degradation', () => ports.degradationLevel(searchScope.access.tenantId));
  const service = LEVELS[level.level];
  facts.streams = service.streams;
  const asked = await rewriteFollowUp(run, guarded, service);
  const cache = openQueryCache(run, searchScope, cacheableOf(asked));
  const state: AnswerState = { run, facts, asked, level, service, cache };

  const exact = await run.step('cache_exact', () => findExact(run, cache));
  noteAwayCache(state);
  const direct = exact.find(({ isDirect }) => isDirect);
  if (direct !== undefined) return served(state, direct);
  if (!service.searches) return failed(MAINTENANCE);

  const vector = await run.step('embed', () => embedQuestion(run, asked));
  const candidates = exact.length > 0 ? exact : await similarTo(state, vector);
  const search = candidates.length > 0 ? await searchNow(state, vector) : null;
  const supported = search === null ? null : await checkFound(run, cache, candidates, search);
  if (supported !== null) return served(state, supported);
  if (question.cache.mode === 'only') return { ...failed(CACHE_MISS), level: level.level };

  const misses: Misses = { vector, search, candidates };
  // The judge is asked in the flight, so that of many equal questions one asks, and the others find the verdict.
  return inFlight(state, async () => (await judged(state, misses)) ?? written(state, misses));
}

const cacheableOf = ({ plain: clean, kept, kinds }: PrivateQuestion): CacheableQuestion => ({
  clean,
  kept,
  holdsPersonalData: kinds.length > 0,
});

/** What came of looking for a kept answer, where none was served. */
interface Misses {
  readonly vector: Float32Array | null;
  /** The search that has been made already. */
  readonly search: RetrievalResult | null;
  /** Entries that were found, none of which has answered. */
  readonly candidates: readonly FoundEntry[];
}

interface FlightOutcome {
  readonly outcome: AnswerOutcome;
  readonly flightEnd: FlightEnd;
}

/** One of the equal questions in flight runs `work`; the others give their slots back and look again later. */
async function inFlight(state: AnswerState, work: () => Promise<FlightOutcome>): Promise<AnswerOutcome> {
  const { run, cache, service } = state;
  const flight = service.generates ? await joinFlight(run, cache) : null;
  if (flight === null) return (await work()).outcome;
  if (flight.role === 'follower') return { status: 'waiting', retryInMs: flight.retryInMs };
  let end: FlightEnd = 'lost';
  try {
    if (flight.answeredMeanwhile !== null) {
      end = 'shared';
      return served(state, flight.answeredMeanwhile);
    }
    const { outcome, flightEnd } = await work();
    end = flightEnd;
    return outcome;
  } finally {
    await flight.complete(end);
  }
}

/** A neighbor that a model takes for the same question; null where nobody is to be asked, or in doubt. */
async function judged(state: AnswerState, { search, candidates }: Misses): Promise<FlightOutcome | null> {
  if (search === null || !state.service.generates) return null;
  const found = await secondOpinion(state, candidates, search);
  return found && { outcome: served(state, found), flightEnd: 'unshared' };
}

async function written(state: AnswerState, { vector, search, candidates }: Misses): Promise<FlightOutcome> {
  const { run, facts, asked, level, service, cache } = state;
  const refused = candidates.filter(({ needsJudge }) => !needsJudge);
  const found = search ?? (await searchNow(state, vector));
  if (!found.isAvailable && cache.session.isAway())
    return { outcome: failed(EVERYTHING_GONE), flightEnd: 'unshared' };
  const built = await generateAnswer(run, found, { question: asked, service });
  facts.hasGenerated = answeringModel(run) !== null;
  noteAwayCache(state);
  const cost = run.cost();
  const result = finishResult(run, built, { level, costUsd: cost.totalUsd });
  const keeping = await run.step('cache_store', () =>
    keepAnswer(run, cache, { result, context: found.context, vector, refused }),
  );
  rememberQuestion(run, cache, result, service);
  return {
    outcome: {
      status: 'succeeded',
      result: { ...result, timingsMs: run.timings() },
      cost: { ...cost, savedUsd: 0 },
      cacheEntry: keeping.name,
      cacheUse: { check: refused.length > 0 ? 'refused' : null, origin: null },
    },
    flightEnd: keeping.reach === 'neither' ? 'unshared' : 'shared',
  };
}

async function searchNow(state: AnswerState, vector: Float32Array | null): Promise<RetrievalResult> {
  const search = await retrieveContext(state.run, state.cache, state.asked, vector);
  state.facts.hasSearched = true;
  state.facts.passages = search.context.length;
  return search;
}

async function similarTo(
  { run, cache }: AnswerState,
  vector: Float32Array | null,
): Promise<readonly FoundEntry[]> {
  return vector === null ? [] : run.step('cache_semantic', () => findSimilar(run, cache, vector));
}

const served = ({ run, cache, level, service }: AnswerState, found: FoundEntry): AnswerOutcome =>
  serveEntry(run, cache, found, { level, service });

/** Once is enough: a cache that came back meanwhile was away for this question. */
function noteAwayCache({ run, cache }: AnswerState): void {
  if (cache.session.isAway()) run.reasons.add('cache-unavailable');
}

const EVERYTHING_GONE = new Fault(
  'unavailable',
  'Sorry, neither search nor cache can be reached at the moment. Please try again in a few seconds.',
);
const MAINTENANCE = new Fault(
  'maintenance',
  'Only cached answers are served during maintenance. Try again later.',
);
const CACHE_MISS = new Fault(
  'cache-miss',
  'No cached answer. Ask with another cache mode to have one written.',
);

function blocked({ blockedKinds, labelledText }: PrivateQuestion): Failure {
  const detail = `The question or its history holds personal data that may not be processed (${blockedKinds.join(', ')}). Leave it out and ask again.`;
  return { ...failed(new Fault('pii-blocked', detail)), maskedQuestion: labelledText };
}
