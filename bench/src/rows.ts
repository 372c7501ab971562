import type { BenchRow } from './contract.ts';
import { ingestRow } from './rows/ingest/ingest-row.ts';

/** Every row of the report, by its number. */
export const ROWS: readonly BenchRow[] = [ingestRow];
