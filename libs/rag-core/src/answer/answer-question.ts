import { Fault, toFault } from '@ragfleet/kernel';
import type { AnswerOutcome, DegradationLevel } from '../ports/answers.ts';
import type { CachedAnswer } from '../ports/operations.ts';
import { cachePlace, readCache, replay, storeAnswer } from './answer-cache-use.ts';
import type { AnswerPorts, AnswerQuestion } from './answer-ports.ts';
import { authorize } from './authorize.ts';
import { finishResult } from './build-answer.ts';
import { cleanQuestion } from './clean-question.ts';
import { LEVELS } from './degradation-levels.ts';
import { generateAnswer } from './generate-answer.ts';
import { type PrivateQuestion, protectPrivacy } from './protect-privacy.ts';
import { beginRun, type QueryRun } from './query-run.ts';
import { type AuditFacts, recordAudit } from './record-audit.ts';
import { retrieveContext } from './retrieve-context.ts';

/** The pipeline: one question to its cited answer, step by step, each step a span of its name. */
export function createAnswerQuestion(ports: AnswerPorts): AnswerQuestion {
  return async (question, listener) => {
    const run = beginRun(ports, question, listener);
    const facts: AuditFacts = {
      kinds: [],
      passages: 0,
      hasSearched: false,
      hasGenerated: false,
      streams: true,
    };
    // Not a step of the run: what was canceled or failed is audited too.
    const audited = (outcome: AnswerOutcome): Promise<void> =>
      ports.telemetry.span('audit', () => recordAudit(run, facts, outcome));
    try {
      const outcome = await answer(run, facts);
      await audited(outcome);
      return outcome;
    } catch (error) {
      const outcome = failed(toFault(error));
      await audited(outcome);
      if (run.signal.aborted || outcome.fault.isRetryable) throw error;
      return outcome;
    }
  };
}

type Failure = Extract<AnswerOutcome, { status: 'failed' }>;

const failed = (fault: Fault): Failure => ({ status: 'failed', fault });

async function answer(run: QueryRun, facts: AuditFacts): Promise<AnswerOutcome> {
  const { question, ports } = run;
  const scope = await run.step('authorize', () => authorize(question.principal, question.namespaces));
  const clean = await run.step('sanitize', () => cleanQuestion(run));
  const asked = await run.step('pii', () => protectPrivacy(clean, ports.settings.isPiiDetectionOn));
  facts.kinds = asked.kinds;
  if (asked.blockedKinds.length > 0) return blocked(asked);

  const level = await run.step('degradation', () => ports.degradationLevel(scope.access.tenantId));
  facts.streams = LEVELS[level].streams;
  const place = cachePlace(run, scope, clean);
  const cached = await run.step('cache_exact', () => readCache(run, place));
  if (cached !== null) return cachedOutcome(run, cached, level);
  const refusal = uncachedRefusal(run, level);
  if (refusal !== null) return failed(refusal);

  const found = await retrieveContext(run, scope, asked);
  facts.hasSearched = true;
  facts.passages = found.context.length;
  if (!found.isAvailable && run.reasons.has('cache-unavailable')) return failed(EVERYTHING_GONE);
  const built = await generateAnswer(run, found, { question: asked, service: LEVELS[level] });
  facts.hasGenerated = run.usage.model !== null;

  const result = finishResult(run, built, level);
  await run.step('cache_store', () => storeAnswer(run, place, result, found.context));
  return {
    status: 'succeeded',
    result: { ...result, timingsMs: run.timings() },
    cost: { ...run.cost(), savedUsd: 0 },
  };
}

const EVERYTHING_GONE = new Fault(
  'unavailable',
  'Sorry, neither search nor cache can be reached at the moment. Please try again in a few seconds.',
);

function blocked({ blockedKinds, masked }: PrivateQuestion): Failure {
  const detail = `The question or its history holds personal data that may not be processed (${blockedKinds.join(', ')}). Leave it out and ask again.`;
  return { ...failed(new Fault('pii-blocked', detail)), maskedQuestion: masked.text };
}

function cachedOutcome(run: QueryRun, cached: CachedAnswer, level: DegradationLevel): AnswerOutcome {
  const result = replay(run, cached, { level, streams: LEVELS[level].streams });
  return { status: 'succeeded', result, cost: { ...run.cost(), savedUsd: cached.result.costUsd } };
}

/** Why a question without a cached answer ends here, or null when it goes on. */
function uncachedRefusal(run: QueryRun, level: DegradationLevel): Fault | null {
  if (!LEVELS[level].searches) {
    return new Fault('maintenance', 'Only cached answers are served during maintenance. Try again later.');
  }
  if (run.question.cache.mode !== 'only') return null;
  return new Fault('cache-miss', 'No cached answer. Ask with another cache mode to have one written.');
}
