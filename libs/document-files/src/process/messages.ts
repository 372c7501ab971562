import { z } from 'zod';
import { EXTRACTION_REASONS, type Extraction } from '../contract.ts';

/** What the extraction process is told. `begin`, its bytes, then `next` for each batch; `drop` ends a file early. */
export const command = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('begin'),
    file: z.object({
      name: z.string(),
      mediaType: z.string().optional(),
      id: z.string().optional(),
      title: z.string().optional(),
    }),
    limits: z.object({
      maxFileBytes: z.number(),
      maxTextCharacters: z.number(),
      maxPages: z.number(),
      maxInflatedBytes: z.number(),
      maxHtmlDepth: z.number(),
      maxDocuments: z.number(),
      maxFailures: z.number(),
    }),
  }),
  z.object({ kind: z.literal('bytes'), chunk: z.instanceof(Uint8Array) }),
  z.object({ kind: z.literal('next') }),
  z.object({ kind: z.literal('drop') }),
]);
export type Command = z.output<typeof command>;

const failure = z.object({
  id: z.string(),
  source: z.string(),
  line: z.int().exactOptional(),
  isUnidentified: z.literal(true).exactOptional(),
  error: z.object({ reason: z.enum(EXTRACTION_REASONS), message: z.string() }),
});

const document = z.object({
  id: z.string(),
  title: z.string(),
  content: z.string(),
  source: z.string(),
  namespace: z.string().exactOptional(),
  department: z.string().exactOptional(),
  metadata: z.record(z.string(), z.string()).exactOptional(),
});

/** What it answers to `next`: it has read hostile bytes, so its answers are checked like anybody's. */
export const batch = z.object({
  extractions: z.array(z.union([failure, document])),
  isLast: z.boolean(),
  isSpent: z.boolean(),
});
export interface Batch {
  readonly extractions: readonly Extraction[];
  readonly isLast: boolean;
  /** It has grown: better a fresh process for the next file. */
  readonly isSpent: boolean;
}
