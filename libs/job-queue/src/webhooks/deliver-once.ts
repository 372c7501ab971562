import type { DeliveryResult } from '@ragfleet/contracts';
import { type Clock, isFault } from '@ragfleet/kernel';
import type {
  DeliveryAttempt,
  DeliveryHandler,
  DeliveryObserver,
  DeliveryRecord,
  ResultReader,
} from './contract.ts';
import type { KeptDelivery } from './delivery-reads.ts';
import type { DeliveryWrites } from './delivery-writes.ts';
import type { DisabledReason, EndpointHealth } from './endpoints/contract.ts';
import type { Reach } from './gate/contract.ts';
import { createLearnFromAttempt, OUR_FAILURE, reachOf } from './learn-from-attempt.ts';
import { citedNamespaces, thinWebhook } from './webhook-body.ts';

export interface DeliverOnceOptions {
  readonly writes: Pick<DeliveryWrites, 'appendAttempt' | 'deliver' | 'deadLetter'>;
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

/** What became of one attempt, and what it says about the endpoint. */
interface AttemptOutcome {
  readonly verdict: Verdict;
  readonly reach: Reach;
}

/** Whatever the cause, what may have arrived is not sent again at no cost: no Fault, but a run that failed. */
class AttemptNotNoted extends Error {
  constructor(cause: unknown) {
    super('What came of an attempt was not written down.', { cause });
    this.name = 'AttemptNotNoted';
  }
}

export interface DeliverOnce {
  /** Sends, and writes down on the record and of the endpoint what came of it. Faults: a store that was away before anything was sent. */
  attempt(delivery: KeptDelivery, run: DeliveryRun): Promise<AttemptOutcome>;
  /** Ends a delivery whose endpoint takes none: nothing is sent, and no attempt counted. */
  refuse(record: DeliveryRecord, reason: DisabledReason): Promise<Verdict>;
  /** Ends one that waited for too long for an endpoint that fails. */
  giveUp(record: DeliveryRecord): Promise<Verdict>;
}

const NOTHING_TO_DO: AttemptOutcome = { verdict: { kind: 'done' }, reach: 'unknown' };
const INTERRUPTED: AttemptOutcome = { verdict: { kind: 'interrupted' }, reach: 'unknown' };

export function createDeliverOnce(options: DeliverOnceOptions): DeliverOnce {
  const { health, clock } = options;
  const send = createSend(options);
  const ends = createEnds(options);
  const writeDown = createWriteDown(options, ends);

  return {
    attempt: async (delivery, run) => {
      const body = delivery.openBody();
      if (body === null) return NOTHING_TO_DO;
      const startedAtMs = clock.monotonicMs();
      const result = await send(delivery.record, body, run);
      if (run.signal.aborted && result.outcome === 'retry') return INTERRUPTED;
      const attempt = {
        atMs: clock.nowMs(),
        durationMs: Math.round(clock.monotonicMs() - startedAtMs),
        httpStatus: result.httpStatus,
        error: result.outcome === 'delivered' ? null : result.error,
      };
      try {
        const verdict = await writeDown({ delivery, body, run, result, attempt });
        return { verdict, reach: reachOf(result) };
      } catch (error) {
        throw new AttemptNotNoted(error);
      }
    },
    refuse: async (record, reason) => {
      await health.note(record.tenantId, record.url, { kind: 'refused' });
      return ends.deadLetter(record, `endpoint disabled: ${reason}`);
    },
    giveUp: (record) => ends.deadLetter(record, 'exhausted: endpoint failing for 5 days'),
  };
}

function createSend({ mayReadResult, handler, onError }: DeliverOnceOptions) {
  const mayRead = async ({ tenantId, keyId }: DeliveryRecord, body: Buffer): Promise<boolean> =>
    keyId === null || mayReadResult({ tenantId, keyId, namespaces: citedNamespaces(body) });

  // Our own failure counts as an attempt: it is bounded like the receiver's, and one layer owns both. A store that is away does not.
  return async (record: DeliveryRecord, body: Buffer, run: DeliveryRun): Promise<DeliveryResult> => {
    try {
      const bytes = (await mayRead(record, body)) ? body : thinWebhook(body);
      const { attempt, signal } = run;
      return await handler({ record, body: bytes, attempt, signal });
    } catch (error) {
      if (isFault(error, 'unavailable', 'overloaded')) throw error;
      onError(error);
      return OUR_FAILURE;
    }
  };
}

interface MadeAttempt {
  readonly delivery: KeptDelivery;
  readonly body: Buffer;
  readonly run: DeliveryRun;
  readonly result: DeliveryResult;
  readonly attempt: DeliveryAttempt;
}

function createWriteDown(
  { writes, health, observer }: DeliverOnceOptions,
  ends: DeliveryEnds,
): (made: MadeAttempt) => Promise<Verdict> {
  const learn = createLearnFromAttempt({ health, observer });
  return async ({ delivery, body, run, result, attempt }) => {
    const { record } = delivery;
    if (result.outcome === 'delivered') {
      // What arrived must not be sent again for want of a note about its endpoint.
      const endpointId = health.idOf(record.tenantId, record.url);
      const arrival = { endpointId, attempt, body: delivery.compactBody(body) };
      if (await writes.deliver(record, arrival)) await learn(record, result);
      return { kind: 'done' };
    }
    // Of what did not, the end is told after its cause.
    await writes.appendAttempt(record, attempt);
    await learn(record, result);
    return ends.verdictOf(record, result, run);
  };
}

type Refusal = Exclude<DeliveryResult, { readonly outcome: 'delivered' }>;

interface DeliveryEnds {
  deadLetter(record: DeliveryRecord, reason: string): Promise<Verdict>;
  verdictOf(record: DeliveryRecord, result: Refusal, run: DeliveryRun): Promise<Verdict>;
}

/** What becomes of a delivery that did not arrive, with what it leaves on its record. */
function createEnds({ writes, observer }: DeliverOnceOptions): DeliveryEnds {
  const deadLetter: DeliveryEnds['deadLetter'] = async (record, reason) => {
    if (await writes.deadLetter(record, reason)) observer.deadLettered(record, reason);
    return { kind: 'dead', reason };
  };

  const verdictOf: DeliveryEnds['verdictOf'] = async (record, result, run) => {
    if (result.outcome === 'dead') return deadLetter(record, result.error);
    if (run.isLastAttempt) return deadLetter(record, `exhausted: ${result.error}`);
    return { kind: 'retry', reason: result.error, retryAfterMs: result.retryAfterMs ?? 0 };
  };

  return { deadLetter, verdictOf };
}
