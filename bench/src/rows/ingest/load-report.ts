import { z } from 'zod';

/** What a load cost, without the making of its documents. */
export const loadCost = z.object({ cpuUsPerDocument: z.number() });
export type LoadCost = z.output<typeof loadCost>;

/** What a whole load came to. */
export const loadReport = loadCost.extend({
  requests: z.number(),
  texts: z.number(),
  tokens: z.number(),
  /** Texts embedded when the same documents came again. */
  textsAgain: z.number(),
  peakMemoryMb: z.number(),
});
export type LoadReport = z.output<typeof loadReport>;
