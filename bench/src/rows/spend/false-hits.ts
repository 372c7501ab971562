import type { SpendSide } from './sides/spend-side.ts';

export interface FalseHit {
  readonly kind: string;
  readonly asked: string;
  /** The question whose answer was served. */
  readonly answered: string;
}

/** A side that remembers what it served with the answer of another meaning. For the tuning half. */
export function withFalseHits(side: SpendSide): SpendSide & { readonly falseHits: readonly FalseHit[] } {
  const falseHits: FalseHit[] = [];
  const texts = new Map<string, string>();
  return {
    falseHits,
    serve: async (asked) => {
      const served = await side.serve(asked);
      const { label, text, nearMiss } = asked;
      if (!served.isHit) texts.set(label, text);
      else if (served.label !== label)
        falseHits.push({ kind: nearMiss ?? 'other', asked: text, answered: texts.get(served.label) ?? '' });
      return served;
    },
  };
}
