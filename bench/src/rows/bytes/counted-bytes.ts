import { queueKeys } from '@ragfleet/contracts';
import { createCostLedger } from '@ragfleet/cost-ledger';
import { createHash } from 'node:crypto';
import { BENCH_PLACE } from '../../answers/cache-place.ts';
import { inBatches } from '../../answers/in-batches.ts';
import type { BenchRedis } from '../../servers/bench-redis.ts';
import { keyBytes } from '../../servers/key-bytes.ts';

const CONCURRENCY = 50;
const { tenantId } = BENCH_PLACE;

/** Bytes that say of one query that its costs are counted, until nobody may settle it again. */
export async function countedBytes(server: BenchRedis, count: number): Promise<number> {
  await server.clear();
  const ledger = createCostLedger({ redis: server.redis, nowMs: Date.now });
  await inBatches(count, CONCURRENCY, (at) =>
    ledger.settle({
      tenantId,
      queryId: `q_${createHash('md5').update(String(at)).digest('hex')}`,
      principalId: 'ada',
      atMs: Date.now(),
      model: 'gpt-4o',
      route: 'simple/standard',
      cacheHit: false,
      isWarming: false,
      embeddingUsd: 0.0000006,
      inputUsd: 0,
      outputUsd: 0,
      unsettledUsd: 0,
      vectorUsd: 0.000002,
      totalUsd: 0.0000026,
      savedUsd: 0,
    }),
  );
  const groups = await keyBytes(server.redis, (key) =>
    key.startsWith(queueKeys.query(tenantId, '')) ? 'counted' : 'beside',
  );
  await server.clear();
  return (groups.get('counted')?.bytes ?? 0) / count;
}
