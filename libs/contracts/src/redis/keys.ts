/** Names of the keys on the queue Redis. Everything of a tenant starts with `rf:<tenant>:`. */
export const queueKeys = {
  /** Hash: one query from its admission to the end of its retention. */
  query: (tenantId: string, queryId: string) => `rf:${tenantId}:query:${queryId}`,
  /** ZSET of query ids by creation time, capped and trimmed by age. */
  queriesOfTenant: (tenantId: string) => `rf:${tenantId}:queries`,
  queriesOfPrincipal: (tenantId: string, principalId: string) => `rf:${tenantId}:queries:${principalId}`,
  /** ZSET of open query ids by deadline, so that a crash leaks nothing. */
  openQueries: (tenantId: string) => `rf:${tenantId}:open`,
  /** The same per lane: a tenant's place among others, and its share of the high lane. */
  openQueriesOfLane: (tenantId: string, lane: string) => `rf:${tenantId}:open:${lane}`,
  /** The turn that the tenant's last job beyond its fair share took in a lane. */
  laneTurn: (tenantId: string, lane: string) => `rf:${tenantId}:turn:${lane}`,
  idempotency: (tenantId: string, principalId: string, keyHash: string) =>
    `rf:${tenantId}:idem:${principalId}:${keyHash}`,
  /** Stream: the events of one query, replayable from the first. */
  events: (tenantId: string, queryId: string) => `rf:${tenantId}:events:${queryId}`,
  ingestionEvents: (tenantId: string, ingestionId: string) =>
    `rf:${tenantId}:ingestion-events:${ingestionId}`,
  /** Hash of namespace to change sequence. Moves before a change is acknowledged. */
  changes: (tenantId: string) => `rf:${tenantId}:changes`,
  /** Hash: one webhook delivery, its sealed body and its attempts. */
  delivery: (tenantId: string, deliveryId: string) => `rf:${tenantId}:delivery:${deliveryId}`,
  /** ZSET of delivery ids by creation time. */
  deliveries: (tenantId: string) => `rf:${tenantId}:deliveries`,
  /** Hash of endpoint hash to the reason why it takes no more deliveries. */
  disabledEndpoints: (tenantId: string) => `rf:${tenantId}:disabled-endpoints`,
  rate: (tenantId: string, subject: string, window: number) => `rf:${tenantId}:rate:${subject}:${window}`,
  /** Hash: one API key by its id. */
  apiKey: (keyId: string) => `rf:api-key:${keyId}`,
  apiKeysOfTenant: (tenantId: string) => `rf:${tenantId}:api-keys`,
  tenant: (tenantId: string) => `rf:${tenantId}:tenant`,
  webhookSecret: (tenantId: string) => `rf:${tenantId}:webhook-secret`,
  ledgerDay: (tenantId: string, day: string) => `rf:${tenantId}:ledger:${day}`,
  /** ZSET of tenant ids by creation time. */
  tenants: 'rf:fleet:tenants',
  /** ZSET `tenant:query` by deadline of every open query of the fleet. */
  deadlines: 'rf:fleet:deadlines',
  /** ZSET `tenant:query` of records whose job is not confirmed yet, by admission time. */
  admitted: 'rf:fleet:admitted',
  /** ZSET `tenant:query` of terminal queries whose webhook job is not confirmed yet, by settle time. */
  outbox: 'rf:fleet:outbox',
  /** Published with a query id when it is canceled while running. */
  cancelChannel: 'rf:fleet:cancel',
  /** Published with a query id when it reaches a terminal state. */
  settledChannel: 'rf:fleet:settled',
  reconcilerLease: 'rf:fleet:reconciler',
} as const;

/** Names of the keys on the cache Redis. */
export const cacheKeys = {
  exact: (tenantId: string, scopeDigest: string) => `rf:${tenantId}:exact:${scopeDigest}`,
  /** A namespace's generation: raising it makes every older entry unreachable at once. */
  generation: (tenantId: string) => `rf:${tenantId}:cache-generation`,
  /** A question's vector, by the digest of its model and whole text. */
  embedding: (tenantId: string, digest: string) => `rf:${tenantId}:embedding:${digest}`,
} as const;
