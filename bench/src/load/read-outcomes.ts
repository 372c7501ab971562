import { z } from 'zod';
import { inTurns } from './in-turns.ts';
import { type Asker, getJson } from './post-query.ts';

/** How an accepted query ended. Times on the fleet's clock, in milliseconds since 1970. */
export interface QueryOutcome {
  readonly status: string;
  readonly acceptedAtMs: number;
  /** null while it is open. */
  readonly finishedAtMs: number | null;
  /** `miss` where a model was asked; null without an answer. */
  readonly cache: string | null;
  /** Level of service; null without an answer. */
  readonly level: string | null;
  /** What went wrong and was worked around, such as a search without vectors; none without an answer. */
  readonly reasons: readonly string[];
  /** Milliseconds of each part; null without an answer. */
  readonly timingsMs: Readonly<Record<string, number>> | null;
}

const epochMs = z.iso.datetime().transform((text) => Date.parse(text));
const query = z.object({
  status: z.string(),
  created_at: epochMs,
  finished_at: epochMs.nullable(),
  result: z
    .object({
      cache: z.object({ status: z.string() }),
      degradation: z.object({ level: z.string(), reasons: z.array(z.string()) }),
      timings_ms: z.record(z.string(), z.number()),
    })
    .nullable(),
});

/** What a client reads of a query. */
function parseOutcome(reply: unknown): QueryOutcome {
  const { status, created_at: acceptedAtMs, finished_at: finishedAtMs, result } = query.parse(reply);
  return {
    status,
    acceptedAtMs,
    finishedAtMs,
    cache: result?.cache.status ?? null,
    level: result?.degradation.level ?? null,
    reasons: result?.degradation.reasons ?? [],
    timingsMs: result?.timings_ms ?? null,
  };
}

const READERS = 8;

/** Reads queries again by their ids, as a client polls, in the order that was asked for. Throws when one is not there. */
export const readOutcomes = (
  queries: readonly { readonly asker: Asker; readonly id: string }[],
): Promise<QueryOutcome[]> =>
  inTurns(queries, READERS, async ({ asker, id }) => parseOutcome(await getJson(asker, `/v1/queries/${id}`)));
