import type { BenchRow } from './contract.ts';
import { acceptanceRow } from './rows/acceptance/acceptance-row.ts';
import { bytesRow } from './rows/bytes/bytes-row.ts';
import { exactLookupRow } from './rows/exact-lookup/exact-lookup-row.ts';
import { hitToWebhookRow } from './rows/hit-to-webhook/hit-to-webhook-row.ts';
import { ingestRow } from './rows/ingest/ingest-row.ts';
import { isolationRow } from './rows/isolation/isolation-row.ts';
import { jobCycleRow } from './rows/job-cycle/job-cycle-row.ts';
import { missRow } from './rows/miss/miss-row.ts';
import { modelCallsRow } from './rows/model-calls/model-calls-row.ts';
import { overloadRow } from './rows/overload/overload-row.ts';
import { roundTripsRow } from './rows/round-trips/round-trips-row.ts';
import { semanticLookupRow } from './rows/semantic-lookup/semantic-lookup-row.ts';
import { spendRow } from './rows/spend/spend-row.ts';
import { webhookDeliveryRow } from './rows/webhook-delivery/webhook-delivery-row.ts';

/** Every row of the report, by its number. */
export const ROWS: readonly BenchRow[] = [
  acceptanceRow,
  roundTripsRow,
  jobCycleRow,
  hitToWebhookRow,
  exactLookupRow,
  semanticLookupRow,
  spendRow,
  missRow,
  modelCallsRow,
  webhookDeliveryRow,
  ingestRow,
  bytesRow,
  isolationRow,
  overloadRow,
];
