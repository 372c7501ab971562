import type { IngestedDocument, Ingestion } from '@ragfleet/client';

export type Counts = Ingestion['counts'];

/** An ingestion that is over, with the documents of it that failed, as far as one reply lists them. */
export interface EndedIngestion {
  readonly ingestion: Ingestion;
  readonly failures: readonly IngestedDocument[];
}

/** One ingestion as the fleet shows it; several as one, with the documents of them that failed. */
export interface IngestOutcome extends Ingestion {
  readonly ingestion_ids: readonly string[];
}

const MAX_LISTED = 1_000;
const NONE: Counts = { total: 0, pending: 0, embedded: 0, unchanged: 0, failed: 0 };

export function sumCounts(counts: Iterable<Counts>): Counts {
  let sum = NONE;
  for (const one of counts)
    sum = {
      total: sum.total + one.total,
      pending: sum.pending + one.pending,
      embedded: sum.embedded + one.embedded,
      unchanged: sum.unchanged + one.unchanged,
      failed: sum.failed + one.failed,
    };
  return sum;
}

/** `failed` when every document failed, as it is of one. Files that were not sent count, and are listed first. */
export function sumIngestions(
  [first, ...others]: readonly [EndedIngestion, ...EndedIngestion[]],
  refused: readonly IngestedDocument[],
): IngestOutcome {
  const ended = [first, ...others];
  const sent = sumCounts(ended.map(({ ingestion }) => ingestion.counts));
  const isOne = others.length === 0;
  const listed = isOne ? (first.ingestion.documents ?? []) : ended.flatMap(({ failures }) => failures);
  const documents = [...refused, ...listed];
  return {
    ...first.ingestion,
    status: ended.every(({ ingestion }) => ingestion.status === 'failed') ? 'failed' : 'finished',
    finished_at: ended.map(({ ingestion }) => ingestion.finished_at ?? '').reduce(latest),
    counts: { ...sent, total: sent.total + refused.length, failed: sent.failed + refused.length },
    documents: documents.slice(0, MAX_LISTED),
    documents_truncated:
      documents.length > MAX_LISTED || (isOne && first.ingestion.documents_truncated === true),
    ingestion_ids: ended.map(({ ingestion }) => ingestion.id),
  };
}

/** Of ISO times. */
const latest = (one: string, other: string): string => (one > other ? one : other);
