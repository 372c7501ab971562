import {
  LIMITS,
  listOf,
  type Problem,
  problem,
  queryBatchSubmission,
  queryResource,
  querySubmission,
} from '@ragfleet/contracts';
import { toQueryResource } from '@ragfleet/job-queue';
import { type Fault, isFault, type TenantPrincipal } from '@ragfleet/kernel';
import { z } from 'zod';
import { tenantRoute } from '../http/define-route.ts';
import { parseInput } from '../http/parse-input.ts';
import { problemOf } from '../http/problems.ts';
import { accepted } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import { MAY_ASK } from './permissions.ts';
import { idempotencyKeyOf, submissionHeaders } from './request-headers.ts';
import { type AdmitPorts, admitQuery } from './admit-query.ts';

export interface BatchRoutePorts extends AdmitPorts {
  /** For urls in resources; null gives paths. */
  readonly publicUrl: string | null;
  /** Hears of the first question of a batch that failed by a fault of the fleet itself. */
  readonly onItemFault: (error: unknown, request: { tenantId: string; requestId: string }) => void;
}

interface Batch {
  readonly caller: TenantPrincipal;
  readonly items: readonly unknown[];
  readonly idempotencyKey: string | null;
  readonly requestId: string;
}

const PATH = '/v1/queries/batch';
const OUR_FAULT = 500;
const BATCH_BUDGET_MS = 12_000;

/** Up to 1,000 questions at once. Each is admitted or refused by itself, in the order of the request. */
export function batchRoute(ports: BatchRoutePorts): Route {
  return tenantRoute(
    MAY_ASK,
    {
      method: 'post',
      path: PATH,
      operationId: 'submitQueries',
      summary: 'Ask many questions',
      tag: 'Queries',
      headers: submissionHeaders,
      body: { schema: queryBatchSubmission, maxBytes: LIMITS.batchBodyBytes },
      replies: {
        202: {
          description: 'A query or a problem for each item, in order.',
          schema: listOf(z.union([queryResource, problem])),
        },
      },
      budgetMs: BATCH_BUDGET_MS,
    },
    async ({ caller, body, header, requestId }) => {
      const idempotencyKey = idempotencyKeyOf(header('idempotency-key'));
      const batch = { caller, items: body.queries, idempotencyKey, requestId };
      return accepted({ object: 'list', data: await submitAll(ports, batch) });
    },
  );
}

/** A query or a problem for each item, in order. Fault `unavailable` when a store is away and none was accepted. */
export async function submitAll(ports: BatchRoutePorts, batch: Batch): Promise<unknown[]> {
  const results: unknown[] = Array.from({ length: batch.items.length });
  let next = 0;
  const seen: { accepted: boolean; outage: Fault | null } = { accepted: false, outage: null };
  const refuse = createRefusal(ports, batch);

  const submitItem = async (index: number): Promise<unknown> => {
    // Once a store is away the rest would wait for it one after another.
    if (seen.outage !== null) throw seen.outage;
    const rawBody = batch.items[index];
    const { record } = await admitQuery(ports, {
      caller: batch.caller,
      submission: parseInput(querySubmission, rawBody),
      rawBody,
      idempotencyKey: keyOfItem(batch, index),
    });
    seen.accepted = true;
    // A place in the lane for each of a thousand would cost more than the batch.
    return toQueryResource(record, { place: null, publicUrl: ports.publicUrl });
  };
  const work = async (): Promise<void> => {
    for (let index = next++; index < batch.items.length; index = next++) {
      results[index] = await submitItem(index).catch((error: unknown) => {
        if (isFault(error, 'unavailable')) seen.outage = error;
        return refuse(error, index);
      });
    }
  };
  // A thousand take 16 round trips one after another: with 32 in flight, a Redis 100 ms away took 8 s for them.
  await Promise.all(Array.from({ length: LIMITS.batchQueriesInFlight }, work));
  if (seen.outage !== null && !seen.accepted) throw seen.outage;
  return results;
}

/** A space is in no key that a client can send: what it sends for a single question is never taken for one of a batch. */
const keyOfItem = ({ idempotencyKey }: Batch, index: number): string | null =>
  idempotencyKey === null ? null : `${idempotencyKey} ${index}`;

/** The problem in the place of a question. A thousand may fail by one fault: the log hears of it once. */
function createRefusal(
  { onItemFault }: BatchRoutePorts,
  { caller: { tenantId }, requestId }: Batch,
): (error: unknown, index: number) => Problem {
  let isTold = false;
  return (error, index) => {
    const instance = `${PATH}#/queries/${index}`;
    const { status, body } = problemOf(error, { instance, requestId, mayHaveHappened: true });
    if (status === OUR_FAULT && !isTold) {
      isTold = true;
      onItemFault(error, { tenantId, requestId });
    }
    return body;
  };
}
