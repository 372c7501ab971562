import { z } from 'zod';
import type { Asker } from './post-query.ts';

const REQUEST_MS = 60_000;
const reply = z.object({ data: z.array(z.object({ id: z.string() }).or(z.object({ status: z.number() }))) });

/** Ids of the queries of one batch that were accepted; what was refused is left out. At most 1,000 at once. */
export async function submitBatch({ url, tenant }: Asker, queries: readonly object[]): Promise<string[]> {
  const response = await fetch(`${url}/v1/queries/batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tenant.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ queries }),
    signal: AbortSignal.timeout(REQUEST_MS),
  });
  if (response.status !== 202) throw new Error(`A batch is answered with ${response.status}.`);
  return reply.parse(await response.json()).data.flatMap((item) => ('id' in item ? [item.id] : []));
}
