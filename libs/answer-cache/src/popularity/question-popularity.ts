import { cacheKeys } from '@ragfleet/contracts';
import { canonicalAccess, isWarmingPrincipal, withinBudget } from '@ragfleet/kernel';
import { type AskedQuestion, type PopularQuestions, type QuestionPopularity } from '@ragfleet/rag-core';
import { canonicalQuestion } from '@ragfleet/question-meaning';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { createPopularityScripts, dayOf, type PopularityBounds } from './popularity-scripts.ts';
import { createRankQuestions } from './rank-questions.ts';
import { openQuestion, POPULARITY_PURPOSE, sealQuestion } from './sealed-question.ts';

export interface QuestionPopularityOptions {
  /** The cache Redis. What it evicts is forgotten, and its count begins again. */
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly nowMs?: () => number;
  readonly bounds?: PopularityBounds;
  /** A count that takes longer is given up. */
  readonly timeoutMs?: number;
}

const BOUNDS: PopularityBounds = {
  accesses: 64,
  questionsOfAccess: 1_000,
  peopleOfQuestion: 64,
  // Nobody fills the places of an access alone.
  questionsOfPerson: 100,
  keptDays: 30,
};
const HALF_LIFE_MS = 7 * 86_400_000;
const EPOCH_MS = Date.UTC(2026, 0, 1);
const RECORD_TIMEOUT_MS = 200;
/** Of a digest in hex: 96 bits. Two of them still fit into what Redis keeps packed, 64 bytes. */
const NAME_CHARACTERS = 24;

/**
 * Counts people, not repetitions: a person counts once a day for a question, and half as much for each week that has
 * passed. Texts are sealed; people and questions are digests under the tenant's key. Without `forget`, a person's trace
 * ends 30 days after they last asked, or at most twice that when others go on asking the same.
 */
export function createQuestionPopularity(options: QuestionPopularityOptions): QuestionPopularity {
  const { redis, sealer, nowMs = Date.now, bounds = BOUNDS } = options;
  const limitMs = options.timeoutMs ?? RECORD_TIMEOUT_MS;
  const scripts = createPopularityScripts(redis, bounds);
  /** Under every master key that is known, the current one's first. */
  const namesOf = (tenantId: string, kind: string, text: string): string[] =>
    sealer
      .digests(tenantId, POPULARITY_PURPOSE, JSON.stringify([kind, text]))
      .map((digest) => digest.slice(0, NAME_CHARACTERS));
  const nameOf = (tenantId: string, kind: string, text: string): string =>
    sealer.digest(tenantId, POPULARITY_PURPOSE, JSON.stringify([kind, text])).slice(0, NAME_CHARACTERS);
  const rankQuestions = createRankQuestions({
    redis,
    open: (tenantId, sealed) => openQuestion(sealer, tenantId, sealed),
    maxQuestions: bounds.questionsOfAccess,
  });

  const count = async ({ access, principalId, question }: AskedQuestion): Promise<void> => {
    const { tenantId } = access;
    const atMs = nowMs();
    await scripts.count({
      tenantId,
      access: nameOf(tenantId, 'access', canonicalAccess(access)),
      question: nameOf(tenantId, 'question', canonical(question)),
      person: nameOf(tenantId, 'person', principalId),
      sealed: sealQuestion(sealer, { access, question }),
      nowMs: atMs,
      weight: (atMs - EPOCH_MS) / HALF_LIFE_MS,
    });
  };

  return {
    record: async (asked) => {
      // What the fleet asks by itself would otherwise stay popular for ever.
      if (isWarmingPrincipal(asked.principalId)) return;
      await withinBudget(limitMs, NEVER, () => count(asked)).catch(() => undefined);
    },
    top: async (tenantId, limits) => {
      const sinceDay = dayOf(nowMs()) - bounds.keptDays;
      const accesses = await redisReply(
        redis.zrevrange(cacheKeys.popularAccesses(tenantId), 0, bounds.accesses - 1),
      );
      const groups: PopularQuestions[] = [];
      for (const access of accesses) {
        const group = await rankQuestions({ tenantId, access, sinceDay, ...limits });
        if (group !== null) groups.push(group);
      }
      return groups;
    },
    forget: async (tenantId, principalId) => {
      let questions = 0;
      for (const person of namesOf(tenantId, 'person', principalId))
        questions += await scripts.forget(tenantId, person);
      return questions;
    },
  };
}

const NEVER = new AbortController().signal;

const canonical = ({ text, namespaces, quality, topK, model }: AskedQuestion['question']): string =>
  JSON.stringify([canonicalQuestion(text), namespaces, quality, topK, model]);
