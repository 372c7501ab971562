import { createAnswerEntries } from '@ragfleet/answer-cache';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { BENCH_PLACE, createBenchSealer } from '../../../answers/cache-place.ts';
import { inBatches } from '../../../answers/in-batches.ts';
import { sampleAnswer, sampleQuestion } from '../../../answers/sample-answer.ts';
import { commandOf, openQueryService } from '../../../query-service/bench-query-service.ts';
import { entryIdOf, lookUpExact } from '../../exact-lookup/lookup-exact.ts';
import type { GrowthStage } from '../growth-stage.ts';
import { found, placeOf } from './place-of.ts';
import { whenOpen } from './query-stages.ts';

const CONCURRENCY = 64;
const READY_MS = 10_000;
const CLOSE_MS = 2_000;
/** As many are asked for again and again wherever there are more: what a worker has opened before is then the same. */
const ASKED = 100;

/**
 * Answers in the exact tier, read from the server each time, and an ingress that has its queue on the
 * same server.
 */
export const cachedAnswers: GrowthStage = {
  things: 'cached answers',
  hasMemory: true,
  open: async (redisUrl) => {
    const sealer = createBenchSealer();
    const redis = connectRedis({ url: redisUrl, profile: 'blocking', name: 'bench-cache' });
    await whenReady(redis, READY_MS);
    const entries = createAnswerEntries({ redis, sealer });
    const queryService = openQueryService({ url: redisUrl }, sealer);
    await whenOpen(queryService);
    let kept = 0;
    const keep = async (at: number): Promise<void> => {
      const { entry, keeping } = sampleAnswer(at, BENCH_PLACE);
      const { tenantId } = BENCH_PLACE;
      await entries.write(tenantId, entryIdOf(entries, tenantId, entry.question), entry, keeping);
    };
    return {
      fill: async (count) => {
        await inBatches(count, CONCURRENCY, keep);
        kept = count;
      },
      operations: [
        {
          name: 'exact_hit',
          law: 'constant',
          isAdding: false,
          run: (at) => found(lookUpExact(entries, BENCH_PLACE, sampleQuestion(placeOf(at % ASKED, kept)))),
        },
        {
          name: 'accept_a_query_beside_the_cache',
          law: 'constant',
          isAdding: false,
          run: (at) => queryService.submit(commandOf(at)),
        },
        { name: 'keep_an_answer', law: 'constant', isAdding: true, run: keep },
      ],
      close: async () => {
        await queryService.close();
        await closeRedis(redis, CLOSE_MS);
      },
    };
  },
};
