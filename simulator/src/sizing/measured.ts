/** What was measured, with the command that measures it again. Bytes and milliseconds of one thing. */
export const MEASURED = {
  /** `npm run bench -- --row 12`: a waiting job, with its bookkeeping in BullMQ. */
  waitingJobBytes: 332,
  /** The same: the record of a query, which is there from its acceptance on. */
  queryRecordBytes: 2_624,
  /** The same: an ended query with its answer, from five minutes after its end until it goes. */
  finishedQueryBytes: 3_048,
  /** The same, in its first five minutes, when its stream is still there. */
  freshQueryBytes: 7_832,
  /** The same: what says for two days that the costs of a query are counted. */
  countedQueryBytes: 104,
  /** The same: a webhook with its answer that arrived, for the seven days that it is kept. */
  arrivedWebhookBytes: 2_801,
  /** The same: a cached answer with its place in the semantic index, vector sets of Redis 8. */
  cacheEntryBytes: 3_777,
  /** `pg_total_relation_size` over 2,000 vectors of 1,536 numbers in PostgreSQL 17 with pgvector 0.8, without a graph. */
  vectorBytes: 8_937,
  /** `npm run bench -- --soak`: a query worker that does nothing, and each query that it has in flight. */
  idleWorkerMb: 150,
  queryInFlightMb: 4,
  /** docs/benchmarks.md, the soak of row 14: CPU that a question costs the ingress, with its polls. */
  ingressCpuMs: 1.8,
} as const;
