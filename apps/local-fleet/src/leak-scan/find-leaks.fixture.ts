import type { Canary, Sink } from './canaries.fixture.ts';
import type { Reading } from './read-sinks.fixture.ts';

export interface Hit {
  readonly canary: string;
  readonly sink: Sink;
  readonly place: string;
  readonly isAllowed: boolean;
}

/** Every place where a canary stands: as it is, in hex, or in base64 at any of its three offsets. */
export function findHits(canaries: readonly Canary[], readings: readonly Reading[]): Hit[] {
  const hits: Hit[] = [];
  const wanted = canaries.map((canary) => ({ canary, forms: formsOf(canary.value) }));
  for (const { sink, place, bytes } of readings) {
    const exact = bytes.toString('latin1');
    const lower = exact.toLowerCase();
    for (const { canary, forms } of wanted) {
      const isThere =
        forms.plain.some((form) => lower.includes(form)) || forms.base64.some((form) => exact.includes(form));
      if (isThere)
        hits.push({ canary: canary.name, sink, place, isAllowed: canary.allowed[sink] !== undefined });
    }
  }
  return hits;
}

function formsOf(value: string): { readonly plain: readonly string[]; readonly base64: readonly string[] } {
  const bytes = Buffer.from(value);
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      // Its ends hold bits of what stands beside it.
      .slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6)),
  );
  return { plain: [value.toLowerCase(), bytes.toString('hex')], base64: shifted };
}
