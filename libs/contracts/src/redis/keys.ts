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
  /** The turn that the tenant's last job beyond its fair share took in a lane, behind the number of its count (`laneTurns`). */
  laneTurn: (tenantId: string, lane: string) => `rf:${tenantId}:turn:${lane}`,
  /** By a key's digest: its body's hash and its query's id. By a query's id, a hash: what is left of it when it is kept for less. */
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
  /** The same of those that were given up: they must be found behind any number of others. */
  deadDeliveries: (tenantId: string) => `rf:${tenantId}:dead-deliveries`,
  /** Hash of endpoint id to how that callback URL does, as JSON; the URL sealed. */
  endpoints: (tenantId: string) => `rf:${tenantId}:endpoints`,
  /** ZSET of endpoint ids by last use, capped and trimmed by age. */
  endpointsByUse: (tenantId: string) => `rf:${tenantId}:endpoints-by-use`,
  rate: (tenantId: string, subject: string, window: number) => `rf:${tenantId}:rate:${subject}:${window}`,
  /** Hash: one API key by its id. */
  apiKey: (keyId: string) => `rf:api-key:${keyId}`,
  apiKeysOfTenant: (tenantId: string) => `rf:${tenantId}:api-keys`,
  /** What the token of somebody's question said of them, by a digest of just that. Nobody can sign in with it. */
  tokenPrincipal: (tenantId: string, digest: string) => `rf:${tenantId}:token-principal:${digest}`,
  /** Hash of principal id to the time (ms) since when no token of theirs is taken. */
  revokedSubjects: (tenantId: string) => `rf:${tenantId}:revoked-subjects`,
  /** SET of those of them who are not counted, because they were erased. */
  erasedSubjects: (tenantId: string) => `rf:${tenantId}:erased-subjects`,
  /**
   * Hash: `record`, `keptSeconds` where finished queries are kept for a shorter time than the fleet's, and `firstKey` while
   * its first key is still to be made.
   */
  tenant: (tenantId: string) => `rf:${tenantId}:tenant`,
  /** Hash: one erasure of a person or a document, its subject sealed, and what was found of it so far. */
  erasure: (tenantId: string, erasureId: string) => `rf:${tenantId}:erasure:${erasureId}`,
  /** ZSET of ids of erasures that have not ended, by creation time, capped. */
  openErasures: (tenantId: string) => `rf:${tenantId}:erasures`,
  /** What a tenant wants of all its answers, sealed. */
  answerSettings: (tenantId: string) => `rf:${tenantId}:answer-settings`,
  /** List: the pseudonyms under which the audit log knows a person, by the person's digest. */
  auditPerson: (tenantId: string, digest: string) => `rf:${tenantId}:audit-person:${digest}`,
  /** Hash of pseudonym to the person's id, sealed. */
  auditNames: (tenantId: string) => `rf:${tenantId}:audit-names`,
  webhookSecret: (tenantId: string) => `rf:${tenantId}:webhook-secret`,
  /** Hash: what the fleet asks as for one access group. Nobody can sign in with it. */
  warmPrincipal: (tenantId: string, group: string) => `rf:${tenantId}:warm-principal:${group}`,
  /** Hash: one cache warming, its sealed questions and its report. */
  warming: (tenantId: string, warmId: string) => `rf:${tenantId}:warm:${warmId}`,
  /** ZSET of warming ids by creation time, capped. */
  warmings: (tenantId: string) => `rf:${tenantId}:warmings`,
  /** ZSET of ids of warmings that have not ended, by creation time. */
  openWarmings: (tenantId: string, trigger: string) => `rf:${tenantId}:warm-open:${trigger}`,
  /** Set for a while when an entry's question was asked for anew. */
  warmRefresh: (tenantId: string, digest: string) => `rf:${tenantId}:warm-refresh:${digest}`,
  /** Hash: micro-dollars that warming spent or reserved in a day, and the dearest answer of the day. */
  warmSpend: (tenantId: string, day: string) => `rf:${tenantId}:warm-spend:${day}`,
  /** Hash: one day's money and counts, in nano-dollars. */
  ledgerDay: (tenantId: string, day: string) => `rf:${tenantId}:ledger:${day}`,
  /** Hash: nano-dollars of a month, settled and unsettled. */
  ledgerMonth: (tenantId: string, month: string) => `rf:${tenantId}:ledger-month:${month}`,
  /** ZSET of model calls in flight by the time when their caller must be gone. */
  openCalls: (tenantId: string) => `rf:${tenantId}:calls`,
  /** Hash: what each of them has reserved, and the sum. */
  openCallDetails: (tenantId: string) => `rf:${tenantId}:call-details`,
  /** Hash: the limit of a month, and what happens behind it. */
  budget: (tenantId: string) => `rf:${tenantId}:budget`,
  /** The level that the tenant's admins have set for it, as JSON. */
  degradation: (tenantId: string) => `rf:${tenantId}:degradation`,
  /** The level that an operator has set for the fleet, as JSON. */
  fleetDegradation: 'rf:fleet:degradation',
  /** The level that the rules have chosen for the fleet, as JSON. */
  ruledDegradation: 'rf:fleet:degradation-rule',
  /** Published with a tenant id, or `*` for the fleet, when a level changes. */
  degradationChannel: 'rf:fleet:degradation-changed',
  /** Hash: how the answer models did in one window of time, by its number. */
  modelHealth: (window: number) => `rf:fleet:model-health:${window}`,
  /** Who is signed in at the dashboard, by the digest of the session's token. */
  dashboardSession: (digest: string) => `rf:fleet:dashboard-session:${digest}`,
  /** ZSET of tenant ids by creation time. */
  tenants: 'rf:fleet:tenants',
  /** ZSET of ids of tenants that are being deleted, by when somebody goes on with it. */
  tenantDeletions: 'rf:fleet:tenant-deletions',
  /** ZSET of ids of tenants that were deleted and not made anew, by when, capped. */
  deletedTenants: 'rf:fleet:deleted-tenants',
  /** ZSET `tenant:erasure` of erasures that have not ended, by when somebody goes on with them. */
  erasures: 'rf:fleet:erasures',
  /** ZSET of ids of operators' API keys by creation time. */
  operatorKeys: 'rf:fleet:operator-keys',
  /** ZSET `tenant:query` by deadline of every open query of the fleet. */
  deadlines: 'rf:fleet:deadlines',
  /** ZSET `tenant:query` of records whose job is not confirmed yet, by admission time. */
  admitted: 'rf:fleet:admitted',
  /** ZSET `tenant:query` of terminal queries whose webhook job is not confirmed yet, by when the outbox takes them up. */
  outbox: 'rf:fleet:outbox',
  /** ZSET `tenant:delivery` of redeliveries whose job is not confirmed yet, by when to look after them. */
  redeliveries: 'rf:fleet:redeliveries',
  /** How often the turns of a lane were counted anew. */
  laneTurns: (lane: string) => `rf:fleet:turns:${lane}`,
  /** Number of queries that a lane began in one window of time, by its number. */
  laneStarts: (lane: string, window: number) => `rf:fleet:starts:${lane}:${window}`,
  /** Stream of `tenant:query` of ended queries, oldest first, for as long as their records are kept. */
  finished: 'rf:fleet:finished',
  /** Streams of `tenant:delivery` of webhooks that arrived, and of those that were given up, in the order of their ends. */
  deliveredWebhooks: 'rf:fleet:delivered-webhooks',
  deadWebhooks: 'rf:fleet:dead-webhooks',
  /** Published with a query id when it is canceled while running. */
  cancelChannel: 'rf:fleet:cancel',
  /** Published with a query id when it reaches a terminal state. */
  settledChannel: 'rf:fleet:settled',
  /** Published with `tenant:query` when a place in the outbox is to be taken up now. */
  outboxChannel: 'rf:fleet:outbox-news',
  reconcilerLease: 'rf:fleet:reconciler',
  /** Written once into an empty server: another one means that all data is gone. */
  dataMark: 'rf:fleet:data-mark',
  /** A circuit breaker's counts, as JSON; no key while nothing is counted. */
  breaker: (name: string) => `rf:fleet:breaker:${name}`,
  /** ZSET of names of breakers by last use, capped and trimmed by age. */
  breakers: 'rf:fleet:breakers',
  /** Published with a breaker's name and state when it changes. */
  breakerChannel: 'rf:fleet:breaker-news',
} as const;

/** Names of the keys on the cache Redis. */
export const cacheKeys = {
  /** A sealed answer with its evidence. */
  answer: (tenantId: string, entryId: string) => `rf:${tenantId}:answer:${entryId}`,
  /** Written by a process that keeps answers in its memory, to hear whether it is told of changes. */
  nearProbe: (id: string) => `rf:fleet:near-probe:${id}`,
  /** What one caller's search found for one question, sealed. */
  retrieval: (tenantId: string, retrievalId: string) => `rf:${tenantId}:retrieval:${retrievalId}`,
  /** What a follow-up became, sealed, for minutes. */
  rewriting: (tenantId: string, rewritingId: string) => `rf:${tenantId}:rewriting:${rewritingId}`,
  /** ZSET of raw entry ids by expiry: a part of the answers whose first citation is of a namespace, by its digest. */
  answersOfNamespace: (tenantId: string, namespaceDigest: string, part: string) =>
    `rf:${tenantId}:answers:${namespaceDigest}:${part}`,
  /** ZSET of namespace digests by the last expiry of their answers. */
  answerNamespaces: (tenantId: string) => `rf:${tenantId}:answers`,
  /** ZSET of raw entry ids by expiry: the answers that rest on a document, by its digest. */
  cites: (tenantId: string, documentDigest: string) => `rf:${tenantId}:cites:${documentDigest}`,
  /** Hash: what the cache did on one day (UTC), in counts and micro-dollars. */
  cacheDay: (tenantId: string, day: string) => `rf:${tenantId}:cache-day:${day}`,
  /** A question's vector, by the digest of its model and whole text. */
  embedding: (tenantId: string, digest: string) => `rf:${tenantId}:embedding:${digest}`,
  /**
   * Vector set: the entries of one space by the vectors of their questions. Its name carries the links of its members,
   * because a set that was made with other links takes no more members: it leaves by its expiry.
   */
  semantic: (tenantId: string, spaceId: string) => `rf:${tenantId}:semantic-16:${spaceId}`,
  /** ZSET of the tenant's vector sets by last write, capped. */
  semanticSpaces: (tenantId: string) => `rf:${tenantId}:semantic-spaces`,
  /** Stream: the same entries on a server without vector sets, which every process mirrors. */
  semanticStream: (tenantId: string, spaceId: string) => `rf:${tenantId}:semantic-stream:${spaceId}`,
  semanticStreamSpaces: (tenantId: string) => `rf:${tenantId}:semantic-stream-spaces`,
  /** Who writes the answer that equal questions wait for: lane, token and query id, for as long as the writer lives. */
  flight: (tenantId: string, flightId: string) => `rf:${tenantId}:flight:${flightId}`,
  /** ZSET of lane and id of the queries that wait for it, most urgent lane first, then longest wait. Capped. */
  flightFollowers: (tenantId: string, flightId: string) => `rf:${tenantId}:flight-followers:${flightId}`,
  /** There for a moment after an answer that nobody may share: whoever asks now writes their own. */
  flightUnshared: (tenantId: string, flightId: string) => `rf:${tenantId}:flight-unshared:${flightId}`,
  /** ZSET of digests of access by the time when somebody who has it last asked, capped. */
  popularAccesses: (tenantId: string) => `rf:${tenantId}:popular`,
  /** ZSET of question digests by their decayed number of people. */
  popularOfAccess: (tenantId: string, access: string) => `rf:${tenantId}:popular:${access}`,
  /** Hash: one question, sealed, and the day on which each digest of a person last counted for it. */
  popularQuestion: (tenantId: string, access: string, question: string) =>
    `rf:${tenantId}:popular-question:${access}:${question}`,
  /** ZSET `access:question` of what a person counts for, by time, capped: for erasure. */
  popularOfPerson: (tenantId: string, person: string) => `rf:${tenantId}:popular-person:${person}`,
} as const;

/** Matches every key of a tenant, on both servers. An id holds nothing that a pattern would take for more than itself. */
export const keysOfTenant = (tenantId: string): string => `rf:${tenantId}:*`;
