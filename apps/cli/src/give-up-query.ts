import type { Queries } from '@ragfleet/client';

/** How long somebody who has stopped waiting waits for the fleet to hear of it. */
const CANCEL_MS = 5_000;

/**
 * Nobody waits for the answer any more, so nobody should pay for the rest of it. Never rejects: a query that has ended
 * meanwhile is as good, and one that cannot be canceled now ends by its deadline.
 */
export async function giveUpQuery(queries: Pick<Queries, 'cancel'>, id: string): Promise<void> {
  await queries.cancel(id, { signal: AbortSignal.timeout(CANCEL_MS) }).catch(() => undefined);
}
