import { z } from 'zod';

/** What a whole load came to. */
export const loadReport = z.object({
  documents: z.number(),
  requests: z.number(),
  texts: z.number(),
  tokens: z.number(),
  /** Texts embedded when the same documents came again. */
  textsAgain: z.number(),
  cpuUsPerDocument: z.number(),
  peakMemoryMb: z.number(),
});
export type LoadReport = z.output<typeof loadReport>;
