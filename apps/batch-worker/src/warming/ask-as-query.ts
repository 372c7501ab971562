import type { AdmitCommand, QueryService, QueryRecord } from '@ragfleet/job-queue';
import type { Clock } from '@ragfleet/kernel';
import { type AnswerEntries, LEVELS, type WarmAsker, type WarmQuestion } from '@ragfleet/rag-core';

export interface AskAsQueryOptions {
  readonly queryService: Pick<QueryService, 'submit' | 'waitUntilTerminal'>;
  readonly entries: Pick<AnswerEntries, 'read'>;
  /** Life of what is written. */
  readonly ttlMs: number;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** Of one question. Nobody waits for it, and the low lane lets others go first. */
const DEADLINE_SECONDS = 900;
/** The reconciler ends what is past its deadline. */
const WAIT_MS = (DEADLINE_SECONDS + 60) * 1_000;
/** An entry may end this part of its life early, so that not all end at once. */
const SURE_PART = 0.9;

/** Asks as an ordinary query on the low lane: the query workers answer it, with every guard, account and audit. */
export function createAskAsQuery({ queryService, entries, ttlMs, clock }: AskAsQueryOptions): WarmAsker {
  const settled = async (asked: WarmQuestion, command: AdmitCommand, signal: AbortSignal) => {
    const { tenantId } = asked.principal;
    const { record, replayed } = await queryService.submit(command);
    const ended = await queryService.waitUntilTerminal(tenantId, record.queryId, WAIT_MS, signal);
    signal.throwIfAborted();
    return { result: resultOf(ended), entry: ended?.cacheEntry ?? null, replayed };
  };
  return {
    ask: async (asked, signal) => {
      const command = commandOf(asked, { mode: 'refresh', ttl_seconds: Math.round(ttlMs / 1_000) });
      const { result, replayed } = await settled(asked, command, signal);
      // At a level without models the passages came back, and nothing is kept.
      const isRefreshed = result !== null && LEVELS[result.degradation.level].generates;
      return { isRefreshed, costUsd: result?.cost_usd ?? null, isRepeated: replayed };
    },
    // Asked for what is in the cache alone: the worker also finds out whether the entry still holds for this access.
    entryLifeMs: async (asked, neededMs, signal) => {
      if (ttlMs * SURE_PART < neededMs) return null;
      const command = { ...commandOf(asked, { mode: 'only' }), idempotencyKey: null };
      const { result, entry } = await settled(asked, command, signal);
      if (result?.cache.tier !== 'exact' || entry === null) return null;
      // Whoever asked first may have chosen a shorter life than the fleet's.
      const [kept = null] = await entries.read(asked.principal.tenantId, [entry.entryId]);
      return kept === null ? null : kept.expiresAtMs - clock.nowMs();
    },
  };
}

const resultOf = (record: QueryRecord | null) => (record?.status === 'succeeded' ? record.result : null);

function commandOf(
  { warmId, name, principal, question }: WarmQuestion,
  cache: AdmitCommand['submission']['cache'],
): AdmitCommand {
  const { text, namespaces, quality, topK, model } = question;
  return {
    principal,
    lane: 'low',
    deadlineSeconds: DEADLINE_SECONDS,
    submission: {
      question: text,
      ...(namespaces !== null && { namespaces: [...namespaces] }),
      ...(quality !== null && { quality }),
      top_k: topK,
      history: [],
      model,
      session_id: null,
      cache,
      metadata: { cache_warming: warmId },
    },
    bodyHash: name,
    // A run that is repeated finds what it has asked already.
    idempotencyKey: `${warmId}#${name}`,
  };
}
