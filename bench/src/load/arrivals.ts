/** Who waits for which webhook. */
export interface WebhookEnds {
  /** One attempt of a webhook has ended. */
  readonly tell: (id: string, isDelivered: boolean) => void;
  /** Resolves when it has arrived. Throws when it does not within `limitMs`. */
  readonly delivered: (id: string, limitMs: number) => Promise<void>;
}

export function createWebhookEnds(): WebhookEnds {
  const waiting = new Map<string, () => void>();
  return {
    tell: (id, isDelivered) => {
      if (isDelivered) waiting.get(id)?.();
    },
    delivered: async (id, limitMs) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      waiting.set(id, resolve);
      const timer = setTimeout(() => reject(new Error(`Webhook ${id} does not arrive.`)), limitMs);
      await promise.finally(() => {
        clearTimeout(timer);
        waiting.delete(id);
      });
    },
  };
}
