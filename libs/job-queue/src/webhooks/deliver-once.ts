import type { DeliveryResult } from '@ragfleet/contracts';
import type { Clock } from '@ragfleet/kernel';
import type { DeliveryHandler, DeliveryObserver, DeliveryRecord, ResultReader } from './contract.ts';
import type { DeliveryReads } from './delivery-reads.ts';
import type { DeliveryWrites } from './delivery-writes.ts';
import type { DisabledReason, EndpointHealth } from './endpoints/contract.ts';
import type { Reach } from './gate/contract.ts';
import { createLearnFromAttempt, OUR_FAILURE, reachOf } from './learn-from-attempt.ts';
import { citedNamespaces, thinWebhook } from './webhook-body.ts';

export interface DeliverOnceOptions {
  readonly reads: Pick<DeliveryReads, 'body'>;
  readonly writes: Pick<DeliveryWrites, 'appendAttempt' | 'conclude'>;
  readonly health: EndpointHealth;
  readonly handler: DeliveryHandler;
  /** False when the one who asked may not read the result any more: the webhook goes out thin. */
  readonly mayReadResult: (reader: ResultReader) => Promise<boolean>;
  readonly observer: DeliveryObserver;
  readonly onError: (error: unknown) => void;
  readonly clock: Clock;
}

/** What is to become of the job. */
export type Verdict =
  | { readonly kind: 'done' }
  | { readonly kind: 'retry'; readonly reason: string; readonly retryAfterMs: number }
  | { readonly kind: 'dead'; readonly reason: string }
  /** The run was interrupted, so that it does not count. */
  | { readonly kind: 'interrupted' };

export interface DeliveryRun {
  readonly attempt: number;
  readonly isLastAttempt: boolean;
  readonly signal: AbortSignal;
}

/** One attempt, and what it says about the endpoint. */
interface Attempted {
  readonly verdict: Verdict;
  readonly reach: Reach;
}

export interface DeliverOnce {
  /** Sends, and writes down on the record and of the endpoint what came of it. */
  attempt(record: DeliveryRecord, run: DeliveryRun): Promise<Attempted>;
  /** Ends a delivery whose endpoint takes none: nothing is sent, and no attempt counted. */
  refuse(record: DeliveryRecord, reason: DisabledReason): Promise<Verdict>;
  /** Ends one that waited for too long for an endpoint that fails. */
  giveUp(record: DeliveryRecord): Promise<Verdict>;
}

const NOTHING_TO_DO: Attempted = { verdict: { kind: 'done' }, reach: 'unknown' };
const INTERRUPTED: Attempted = { verdict: { kind: 'interrupted' }, reach: 'unknown' };

export function createDeliverOnce(options: DeliverOnceOptions): DeliverOnce {
  const { reads, writes, health, observer, clock } = options;
  const learn = createLearnFromAttempt(health, observer);

  const mayRead = async ({ tenantId, keyId }: DeliveryRecord, body: Buffer): Promise<boolean> =>
    keyId === null || options.mayReadResult({ tenantId, keyId, namespaces: citedNamespaces(body) });

  // Our own failure counts as an attempt: it is bounded like the receiver's, and one layer owns both.
  const send = async (record: DeliveryRecord, body: Buffer, run: DeliveryRun): Promise<DeliveryResult> => {
    try {
      const bytes = (await mayRead(record, body)) ? body : thinWebhook(body);
      const { attempt, signal } = run;
      return await options.handler({ record, body: bytes, attempt, signal });
    } catch (error) {
      options.onError(error);
      return OUR_FAILURE;
    }
  };

  const bury = async (record: DeliveryRecord, reason: string): Promise<Verdict> => {
    if (await writes.conclude(record, 'dead', reason)) observer.buried(record, reason);
    return { kind: 'dead', reason };
  };

  const conclude = async (
    record: DeliveryRecord,
    result: DeliveryResult,
    run: DeliveryRun,
  ): Promise<Verdict> => {
    if (result.outcome === 'delivered') {
      await writes.conclude(record, 'delivered', '');
      return { kind: 'done' };
    }
    if (result.outcome === 'dead') return bury(record, result.error);
    if (run.isLastAttempt) return bury(record, `exhausted: ${result.error}`);
    return { kind: 'retry', reason: result.error, retryAfterMs: result.retryAfterMs ?? 0 };
  };

  return {
    attempt: async (record, run) => {
      const body = await reads.body(record.tenantId, record.deliveryId);
      if (body === null) return NOTHING_TO_DO;
      const startedAtMs = clock.monotonicMs();
      const result = await send(record, body, run);
      if (run.signal.aborted && result.outcome === 'retry') return INTERRUPTED;
      await writes.appendAttempt(record, {
        atMs: clock.nowMs(),
        durationMs: Math.round(clock.monotonicMs() - startedAtMs),
        httpStatus: result.httpStatus,
        error: result.outcome === 'delivered' ? null : result.error,
      });
      // What arrived must not be sent again for want of a note; of what did not, the end is told after its cause.
      const hasArrived = result.outcome === 'delivered';
      if (!hasArrived) await learn(record, result);
      const verdict = await conclude(record, result, run);
      if (hasArrived) await learn(record, result);
      return { verdict, reach: reachOf(result) };
    },
    refuse: async (record, reason) => {
      await health.note(record.tenantId, record.url, { kind: 'refused' });
      return bury(record, `endpoint disabled: ${reason}`);
    },
    giveUp: (record) => bury(record, 'exhausted: endpoint failing for 5 days'),
  };
}
