import { z } from 'zod';

/** What an erasure looks for; each is counted by what was found of it so far. */
export const ERASURE_COUNTS = [
  'queries',
  'deliveries',
  'idempotency_keys',
  'cache_entries',
  'embeddings',
  'popular_questions',
  'ledger_rows',
  'ingestions',
  'api_keys',
  'token_records',
  'audit_names',
] as const;
export type ErasureCount = (typeof ERASURE_COUNTS)[number];

/** The erasure of a person's data, or of what finished results say of a document. */
export const erasureResource = z
  .object({
    id: z.string(),
    object: z.literal('erasure'),
    user_id: z.string().nullable().meta({ description: 'null for the purge of a document' }),
    document_id: z.string().nullable(),
    status: z.enum(['running', 'finished']),
    counts: z.record(z.enum(ERASURE_COUNTS), z.int()),
    created_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
    urls: z.object({ self: z.string() }),
  })
  .meta({ id: 'Erasure' });
export type ErasureResource = z.output<typeof erasureResource>;
