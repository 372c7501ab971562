import type { DeliveryResult } from '@ragfleet/contracts';
import type { DeliveryObserver, DeliveryRecord } from './contract.ts';
import type { EndpointHealth, EndpointNews } from './endpoints/contract.ts';
import type { Reach } from './gate/contract.ts';

/** What stands for an attempt that failed before anything was sent. It says nothing about the endpoint. */
export const OUR_FAILURE: DeliveryResult = { outcome: 'retry', httpStatus: null, error: 'internal failure' };

export interface LearnFromAttemptOptions {
  readonly health: Pick<EndpointHealth, 'note' | 'idOf'>;
  readonly observer: Pick<DeliveryObserver, 'endpointDisabled'>;
}

/** Writes down what an attempt says about its endpoint, and tells when the endpoint is disabled by it. */
export function createLearnFromAttempt({
  health,
  observer,
}: LearnFromAttemptOptions): (record: DeliveryRecord, result: DeliveryResult) => Promise<void> {
  return async ({ tenantId, url }, result) => {
    const news = newsOf(result);
    const reason = news === null ? null : await health.note(tenantId, url, news);
    if (reason === null) return;
    const { httpStatus } = result;
    observer.endpointDisabled({ tenantId, endpointId: health.idOf(tenantId, url), reason, httpStatus });
  };
}

/** null where the result says nothing about the endpoint. */
function newsOf(result: DeliveryResult): EndpointNews | null {
  if (result === OUR_FAILURE) return null;
  if (result.outcome === 'delivered') return { kind: 'success', httpStatus: result.httpStatus };
  const { httpStatus, error } = result;
  if (result.outcome === 'retry') return { kind: 'failure', httpStatus, error };
  return result.disableEndpoint === true ? { kind: 'gone', httpStatus, error } : null;
}

const FIRST_SERVER_ERROR = 500;
const TOO_MANY_REQUESTS = 429;

/** A refusal is an answer too: an endpoint fails when it gives none, cannot, or asks for less. */
export function reachOf(result: DeliveryResult): Reach {
  if (result === OUR_FAILURE) return 'unknown';
  const { outcome, httpStatus } = result;
  if (outcome === 'dead' && httpStatus === null) return 'unknown';
  const isFailing =
    httpStatus === null || httpStatus >= FIRST_SERVER_ERROR || httpStatus === TOO_MANY_REQUESTS;
  return isFailing ? 'failing' : 'alive';
}
