/** One delivery as the receiver saw it. */
export interface ReceivedWebhook {
  readonly webhook_id: string | null;
  /** True when the signature, the timestamp and the body belong together. */
  readonly verified: boolean;
  readonly received_at: string;
  /** null when it is not verified: nobody should read what anybody could have sent. */
  readonly body: unknown;
}

const MAX_KEPT = 1_000;

/** The last thousand deliveries, newest last. */
export function createReceivedWebhooks(): {
  add(webhook: ReceivedWebhook): void;
  list(): readonly ReceivedWebhook[];
} {
  const kept: ReceivedWebhook[] = [];
  return {
    add(webhook) {
      kept.push(webhook);
      if (kept.length > MAX_KEPT) kept.shift();
    },
    list: () => kept,
  };
}
