import { inTurns } from './in-turns.ts';
import type { Asker } from './post-query.ts';

const REQUEST_MS = 30_000;
const CONCURRENCY = 16;

/** Takes queries back that have not ended; those that have are left as they are. */
export async function cancelQueries({ url, tenant }: Asker, ids: readonly string[]): Promise<void> {
  await inTurns(ids, CONCURRENCY, async (id) => {
    const response = await fetch(`${url}/v1/queries/${id}/cancel`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tenant.key}` },
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    await response.body?.cancel();
  });
}
