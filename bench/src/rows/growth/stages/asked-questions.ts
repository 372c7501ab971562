import { createQuestionPopularity } from '@ragfleet/answer-cache';
import type { AskedQuestion } from '@ragfleet/rag-core';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { createBenchSealer } from '../../../answers/cache-place.ts';
import { inBatches } from '../../../answers/in-batches.ts';
import { sampleQuestion } from '../../../answers/sample-answer.ts';
import type { GrowthStage } from '../growth-stage.ts';

const TENANT = 'bench';
const CONCURRENCY = 32;
const READY_MS = 10_000;
const CLOSE_MS = 2_000;
/** A count is given up after 200 ms by itself; here none may be lost. */
const PATIENT_MS = 30_000;
/** Each asks fewer questions than are kept of a person. */
const QUESTIONS_OF_PERSON = 50;
const TOP = { questions: 20, minPeople: 1 };

/** Questions that were counted, each another one: 1,000 are kept of one access, so from there on one goes for each that comes. */
export const askedQuestions: GrowthStage = {
  things: 'questions asked',
  hasMemory: false,
  open: async (redisUrl) => {
    const redis = connectRedis({ url: redisUrl, profile: 'blocking', name: 'bench-popularity' });
    await whenReady(redis, READY_MS);
    const popularity = createQuestionPopularity({
      redis,
      sealer: createBenchSealer(),
      timeoutMs: PATIENT_MS,
    });
    const record = (at: number): Promise<void> => popularity.record(askedOf(at));
    return {
      fill: (count) => inBatches(count, CONCURRENCY, record),
      operations: [
        {
          name: 'rank_popular_questions',
          law: 'constant',
          isAdding: false,
          run: async () => {
            const [group] = await popularity.top(TENANT, TOP);
            if (group?.questions.length !== TOP.questions) throw new Error('No question was counted.');
          },
        },
        { name: 'count_a_question', law: 'constant', isAdding: true, run: record },
      ],
      close: () => closeRedis(redis, CLOSE_MS),
    };
  },
};

const askedOf = (at: number): AskedQuestion => ({
  access: { tenantId: TENANT, readsAll: false, namespaces: ['default'], department: null },
  principalId: `person-${Math.floor(at / QUESTIONS_OF_PERSON)}`,
  question: { text: sampleQuestion(at), namespaces: null, quality: 'standard', topK: 5, model: null },
});
