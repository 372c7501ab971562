import type { Violation, WebhookArrival } from '../contract.ts';
import type { HistoryIndex } from '../index-history.ts';
import type { Law } from './law.ts';

/**
 * L2: each end that is owed a webhook has one that was delivered or given up on, all its attempts are the same one, and once it
 * was taken it is not sent again.
 */
export const webhooks: Law = (index, { webhookRepeats = 0 }) => [
  ...owed(index),
  ...[...index.arrivals.values()].flatMap(changedBetweenAttempts),
  ...sharedIds(index),
  ...repeated(index, webhookRepeats),
];

export const isDelivered = ({ isSignatureValid, answeredStatus }: WebhookArrival): boolean =>
  isSignatureValid && answeredStatus >= 200 && answeredStatus < 300;

function owed({ accepted, reads, settles, arrivals, deadLetters }: HistoryIndex): Violation[] {
  return [...accepted.values()]
    .filter(({ operations }) => operations.some(({ hasCallback }) => hasCallback))
    .filter(({ queryId }) => reads.has(queryId) || settles.has(queryId))
    .filter(({ queryId }) => !deadLetters.has(queryId) && !(arrivals.get(queryId) ?? []).some(isDelivered))
    .map(({ tenantId, queryId }) => ({
      law: 'L2',
      tenantId,
      queryId,
      detail: `It ended; ${arrivals.get(queryId)?.length ?? 0} attempts of its webhook, none delivered, no dead letter.`,
    }));
}

function changedBetweenAttempts(arrivals: readonly WebhookArrival[]): Violation[] {
  return [...Map.groupBy(arrivals, ({ event }) => event)].flatMap(([event, attempts]) => {
    const ids = new Set(attempts.map(({ webhookId }) => webhookId));
    const bodies = new Set(attempts.map(({ bodyDigest }) => bodyDigest));
    const counted = [
      { count: ids.size, what: 'webhook ids' },
      { count: bodies.size, what: 'bodies' },
    ];
    return counted
      .filter(({ count }) => count > 1)
      .map(({ count, what }) => violation(attempts, `${event} arrived with ${count} ${what}.`));
  });
}

/** Who receives takes a second one of the same id for a repetition. */
function sharedIds({ history }: HistoryIndex): Violation[] {
  return [...Map.groupBy(history.arrivals, ({ webhookId }) => webhookId)]
    .filter(([, found]) => new Set(found.map(({ queryId }) => queryId)).size > 1)
    .map(([webhookId, found]) => violation(found, `The webhook id ${webhookId} stands for several queries.`));
}

function repeated({ history }: HistoryIndex, allowed: number): Violation[] {
  const byWebhook = Map.groupBy(history.arrivals, ({ tenantId, webhookId }) => `${tenantId} ${webhookId}`);
  return [...byWebhook.values()].flatMap((found) => {
    const inOrder = found.toSorted((one, other) => one.atMs - other.atMs);
    const takenAt = inOrder.findIndex(isDelivered);
    const repeats = takenAt === -1 ? 0 : inOrder.length - 1 - takenAt;
    if (repeats <= allowed) return [];
    return violation(found, `Its webhook was taken, and sent ${repeats} times more.`);
  });
}

function violation([first]: readonly WebhookArrival[], detail: string): Violation {
  return { law: 'L2', detail, ...(first && { tenantId: first.tenantId, queryId: first.queryId }) };
}
