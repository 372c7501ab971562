import type { QueryResult } from '@ragfleet/contracts';
import type { VectorFlaw } from '@ragfleet/test-support';
import assert from 'node:assert/strict';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import { waitFor } from '../wait-for.ts';
import { answerTo } from './answered.ts';
import { replaceQueryWorkers } from './other-workers.ts';

const FLAWS: readonly VectorFlaw[] = ['another-dimension', 'no-number', 'none'];
const CACHE_MS = 15_000;

/** A vector of no use is used for nothing and kept nowhere: keywords answer alone, and nobody else is given that answer. */
export const uselessVectors: Scenario = {
  id: 'F32',
  title: 'the embedding has another dimension, is no number, is not there',
  boundSeconds: 90,
  run: async (stage) => {
    await replaceQueryWorkers(stage.fleet, { variables: { EMBEDDING_MODEL: 'text-embedding-3-small' } });
    for (const flaw of FLAWS) await embedBadly(stage, flaw);
    return { recoveryMs: null, note: 'keywords answered alone, and neither vector nor answer was kept' };
  },
};

async function embedBadly({ fleet, asking, random }: ScenarioStage, flaw: VectorFlaw): Promise<void> {
  const question = `Which code does the handbook give for training in office ${Math.floor(random() * 1e9)}?`;
  const ask = (): Promise<QueryResult> => answerTo(asking, { question, cacheMode: 'default' });
  let embeddings = 0;
  fleet.model.failBy(({ kind }) => {
    if (kind !== 'embedding') return null;
    embeddings += 1;
    return { type: 'bad-vectors', flaw };
  });
  const alone = await ask();
  assert.ok(embeddings > 0, 'nothing was embedded');
  assert.deepEqual(alone.degradation.reasons, ['embedding-unavailable'], `${flaw} was taken for a vector`);
  assert.ok(alone.citations.length > 0, 'keywords did not answer alone');

  embeddings = 0;
  fleet.model.failBy(({ kind }) => {
    embeddings += kind === 'embedding' ? 1 : 0;
    return null;
  });
  const again = await ask();
  assert.equal(again.cache.status, 'miss', `an answer that was found with ${flaw} was kept`);
  assert.ok(embeddings > 0, `a vector that is ${flaw} was kept`);
  // That a whole answer is kept shows that the other was left out on purpose.
  await waitFor('a whole answer is kept', CACHE_MS, async () => (await ask()).cache.status === 'hit');
}
