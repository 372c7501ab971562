import { isLocalModel } from '@ragfleet/pricing';
import { keptText } from '../cache/cache-scope.ts';
import { cacheBudget, openCacheSession, PATIENT_BUDGET_MS } from '../cache/cache-session.ts';
import { canonicalQuestion } from '@ragfleet/question-meaning';
import type { KeptRewriting } from '../ports/rewritings.ts';
import { canonicalText } from './clean-question.ts';
import { type PrivateQuestion, shownTo } from './protect-privacy.ts';
import type { QueryContext } from './query-context.ts';

/** Longer than equal questions wait for each other; then a conversation is over, and what became of it is forgotten. */
const KEEP_MS = 600_000;

/** What this follow-up has become for whoever asked it before, after the same turns. */
export interface RewritingMemory {
  recall(): Promise<KeptRewriting | null>;
  /** The one that counts for all: this one, unless another was first. */
  keep(rewriting: KeptRewriting): Promise<KeptRewriting>;
}

/**
 * null where nothing is kept: when the mode forbids it, and for a local model, which rewrites for nothing and sees the
 * words of people. Waits longer than the cache may cost a question: a rewriting takes longer still.
 */
export function openRewritingMemory(
  run: QueryContext,
  model: string,
  asked: PrivateQuestion,
): RewritingMemory | null {
  const { question, ports, signal } = run;
  const { rewritings, entries } = ports.cache;
  const { mode } = question.cache;
  const isOff = mode === 'bypass' || mode === 'refresh' || isLocalModel(model);
  if (rewritings === undefined || isOff) return null;
  const { tenantId } = question.principal;
  const id = entries.idOf(tenantId, rewritingText(model, asked));
  const session = openCacheSession({
    budget: cacheBudget(PATIENT_BUDGET_MS),
    signal,
    clock: ports.clock,
    logger: ports.logger,
    fields: { tenant: tenantId, queryId: question.queryId },
  });
  return {
    recall: () => session.ask(() => rewritings.read(tenantId, id)),
    keep: async (rewriting) =>
      (await session.ask(() => rewritings.keep(tenantId, id, rewriting, KEEP_MS))) ?? rewriting,
  };
}

/** Both as it was asked and as it was shown: together they say whom each stand-in stands for. */
function rewritingText(model: string, asked: PrivateQuestion): string {
  const shown = shownTo(model, asked);
  return keptText([
    'rewriting',
    model,
    JSON.stringify([canonicalText(asked.plain), asked.plain.history]),
    JSON.stringify([canonicalQuestion(shown.text), shown.history]),
  ]);
}
