import type { DeliveryResult } from '@ragfleet/contracts';
import type { Clock } from '@ragfleet/kernel';
import type { DeliveryHandler, DeliveryRecord } from './contract.ts';
import type { DeliveryReads } from './delivery-reads.ts';
import type { DeliveryWrites } from './delivery-writes.ts';
import type { Endpoints } from './endpoints.ts';
import { thinWebhook } from './webhook-body.ts';

export interface DeliverOnceOptions {
  readonly reads: Pick<DeliveryReads, 'body'>;
  readonly writes: Pick<DeliveryWrites, 'appendAttempt' | 'finish'>;
  readonly endpoints: Endpoints;
  readonly handler: DeliveryHandler;
  /** False when the one who asked may not read the result any more: the webhook goes out thin. */
  readonly mayReadResult: (tenantId: string, keyId: string) => Promise<boolean>;
  readonly onError: (error: unknown) => void;
  readonly clock: Clock;
}

/** What is to become of the job. */
export type Verdict =
  | { readonly kind: 'done' }
  | { readonly kind: 'retry'; readonly reason: string; readonly retryAfterMs: number }
  | { readonly kind: 'dead'; readonly reason: string };

const DONE: Verdict = { kind: 'done' };

interface DeliveryRun {
  readonly attempt: number;
  readonly isLastAttempt: boolean;
  readonly signal: AbortSignal;
}

/** One attempt of one delivery, written down on its record. null when the run was interrupted, so that it does not count. */
export type DeliverOnce = (record: DeliveryRecord, run: DeliveryRun) => Promise<Verdict | null>;

export function createDeliverOnce(options: DeliverOnceOptions): DeliverOnce {
  const { reads, writes, endpoints, clock } = options;

  const send = async (record: DeliveryRecord, body: Buffer, run: DeliveryRun): Promise<DeliveryResult> => {
    const disabled = await endpoints.disabledReason(record.tenantId, record.url);
    if (disabled !== null)
      return { outcome: 'dead', httpStatus: null, error: `endpoint disabled: ${disabled}` };
    const mayRead = record.keyId === null || (await options.mayReadResult(record.tenantId, record.keyId));
    const bytes = mayRead ? body : thinWebhook(body);
    return options.handler({ record, body: bytes, attempt: run.attempt, signal: run.signal });
  };

  // Our own failure counts as an attempt: it is bounded like the receiver's, and one layer owns both.
  const attemptDelivery = (record: DeliveryRecord, body: Buffer, run: DeliveryRun): Promise<DeliveryResult> =>
    send(record, body, run).catch((error: unknown) => {
      options.onError(error);
      return { outcome: 'retry', httpStatus: null, error: 'internal failure' };
    });

  const bury = async (record: DeliveryRecord, reason: string): Promise<Verdict> => {
    await writes.finish(record, 'dead', reason);
    return { kind: 'dead', reason };
  };

  const conclude = async (
    record: DeliveryRecord,
    result: DeliveryResult,
    run: DeliveryRun,
  ): Promise<Verdict> => {
    if (result.outcome === 'delivered') {
      await writes.finish(record, 'delivered', '');
      return DONE;
    }
    if (result.outcome === 'dead') {
      if (result.disableEndpoint === true) await endpoints.disable(record.tenantId, record.url, result.error);
      return bury(record, result.error);
    }
    if (run.isLastAttempt) return bury(record, `exhausted: ${result.error}`);
    return { kind: 'retry', reason: result.error, retryAfterMs: result.retryAfterMs ?? 0 };
  };

  return async (record, run) => {
    const body = await reads.body(record.tenantId, record.deliveryId);
    if (body === null) return DONE;
    const startedAtMs = clock.monotonicMs();
    const result = await attemptDelivery(record, body, run);
    if (run.signal.aborted && result.outcome === 'retry') return null;
    await writes.appendAttempt(record, {
      atMs: clock.nowMs(),
      durationMs: Math.round(clock.monotonicMs() - startedAtMs),
      httpStatus: result.httpStatus,
      error: result.outcome === 'delivered' ? null : result.error,
    });
    return conclude(record, result, run);
  };
}
