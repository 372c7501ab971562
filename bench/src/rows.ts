import type { BenchRow } from './contract.ts';
import { exactLookupRow } from './rows/exact-lookup/exact-lookup-row.ts';
import { ingestRow } from './rows/ingest/ingest-row.ts';
import { spendRow } from './rows/spend/spend-row.ts';

/** Every row of the report, by its number. */
export const ROWS: readonly BenchRow[] = [exactLookupRow, spendRow, ingestRow];
