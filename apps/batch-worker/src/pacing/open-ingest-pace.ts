import { createQuestionWatch } from '@ragfleet/job-queue';
import type { Redis } from '@ragfleet/redis-connection';
import type { Metrics } from '@ragfleet/service-runtime';
import type { Config } from '../config.ts';
import { createIngestPace, type IngestPace } from './ingest-pace.ts';

export interface OpenIngestPaceOptions {
  readonly redis: Redis;
  readonly metrics: Pick<Metrics<'ingestRestedSeconds'>, 'count'>;
}

/** One for the process: all its ingestions together work the configured share of the time. */
export function openIngestPace(
  { INGEST_SHARE_BESIDE_QUESTIONS: share }: Pick<Config, 'INGEST_SHARE_BESIDE_QUESTIONS'>,
  { redis, metrics }: OpenIngestPaceOptions,
): IngestPace {
  const watch = createQuestionWatch({ redis });
  const onRested = (restedMs: number): void => metrics.count('ingestRestedSeconds', {}, restedMs / 1_000);
  return createIngestPace({ share, areAsked: () => watch.areAsked(), onRested });
}
