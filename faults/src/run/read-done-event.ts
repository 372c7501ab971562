import { createClient } from '@ragfleet/client';
import type { Accepted } from '../asking/contract.ts';
import { foreignCanaries } from '../asking/foreign-canaries.ts';
import { resultDigestOf } from '../asking/result-digest.ts';
import type { AskedFleet } from '../fleet/contract.ts';
import type { HistoryRecorder } from '../history/record-history.ts';

const READ_MS = 5_000;

/** Replays the events of a finished query: how they say that it ended is one more reading of it. */
export async function readDoneEvent(
  fleet: AskedFleet,
  { tenant, queryId }: Accepted,
  history: HistoryRecorder,
): Promise<void> {
  const { tenantId, apiKey } = tenant;
  const client = createClient({ url: fleet.ingressUrl(), apiKey });
  for await (const event of client.queries.stream(queryId, { signal: AbortSignal.timeout(READ_MS) })) {
    for (const canary of foreignCanaries(fleet.tenants, tenantId, JSON.stringify(event)))
      history.foreignBytesFound({ tenantId, where: `events of ${queryId}`, canary });
    if (event.type !== 'done') continue;
    const { status } = event.data;
    history.read({
      tenantId,
      queryId,
      status,
      resultDigest: resultDigestOf(event.data),
      readAtMs: Date.now(),
    });
  }
}
