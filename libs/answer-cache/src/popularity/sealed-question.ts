import { isFault } from '@ragfleet/kernel';
import type { Sealer } from '@ragfleet/sealing';
import { z } from 'zod';

export const POPULARITY_PURPOSE = 'popularity';

const sealedQuestion = z.object({
  access: z.object({
    tenantId: z.string(),
    readsAll: z.boolean(),
    namespaces: z.array(z.string()).readonly(),
    department: z.string().nullable(),
  }),
  question: z.object({
    text: z.string(),
    namespaces: z.array(z.string()).readonly().nullable(),
    quality: z.enum(['basic', 'standard', 'high']),
    topK: z.number(),
    model: z.string().nullable(),
  }),
});
/** What is sealed of a question: its words, and the access of those who asked it. */
export type SealedQuestion = z.output<typeof sealedQuestion>;

export const sealQuestion = (sealer: Sealer, question: SealedQuestion): string =>
  sealer.seal(question.access.tenantId, POPULARITY_PURPOSE, JSON.stringify(question));

/** null for a text that was tampered with or written by another version. */
export function openQuestion(sealer: Sealer, tenantId: string, sealed: string): SealedQuestion | null {
  try {
    const text = sealer.open(tenantId, POPULARITY_PURPOSE, sealed);
    return sealedQuestion.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (isFault(error, 'corrupt')) return null;
    throw error;
  }
}
