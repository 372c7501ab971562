import { sumOfCounter } from './read-counter.ts';

const READ_MS = 10_000;

/** Texts of /metrics of some processes, of which one histogram is meant. */
export interface HistogramReading {
  readonly name: string;
  readonly texts: readonly string[];
}

/** What the processes have counted so far. */
export async function readHistograms(
  operationsUrls: readonly string[],
  name: string,
): Promise<HistogramReading> {
  const texts = operationsUrls.map(async (url) => {
    const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(READ_MS) });
    return response.text();
  });
  return { name, texts: await Promise.all(texts) };
}

/**
 * The share of what was counted between two readings that is no more than `limit`, which must be a bound of the
 * histogram: it is told exactly there alone. Throws where it is none; NaN when nothing was counted.
 */
export function shareUpTo(limit: number, before: HistogramReading, after: HistogramReading): number {
  const label = `le="${limit}"`;
  if (!after.texts.every((text) => text.includes(`${after.name}_bucket{`) && text.includes(label)))
    throw new Error(`${after.name} has no bucket that ends at ${limit}.`);
  const count = ({ name, texts }: HistogramReading, suffix: string, labels: string): number =>
    texts.reduce((sum, text) => sum + sumOfCounter(text, `${name}_${suffix}`, labels), 0);
  const within = count(after, 'bucket', label) - count(before, 'bucket', label);
  return within / (count(after, 'count', '') - count(before, 'count', ''));
}
