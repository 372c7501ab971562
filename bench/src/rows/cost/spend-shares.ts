/** One thing that makes a day cheaper. */
export type CostPart = 'cache' | 'router' | 'prompt';

/** A day in US dollars: with nothing on, with each part alone, and as they are turned on one after the other. */
export interface SpendDay {
  readonly naiveUsd: number;
  readonly aloneUsd: Readonly<Record<CostPart, number>>;
  /** In the order in which they are turned on; each has those before it on as well. */
  readonly stepsUsd: readonly { readonly part: CostPart; readonly usd: number }[];
}

export interface PartShare {
  readonly part: CostPart;
  /** Of the naive day, when it alone is on. */
  readonly alone: number;
  /** What it takes off the naive day where those before it are on; the parts' add up to all that is saved. */
  readonly saved: number;
}

/** What each part saves. Percentages of parts that work on each other's rest do not add up; what each takes off in turn does. */
export function spendShares({ naiveUsd, aloneUsd, stepsUsd }: SpendDay): readonly PartShare[] {
  let before = naiveUsd;
  return stepsUsd.map(({ part, usd }) => {
    const saved = (before - usd) / naiveUsd;
    before = usd;
    return { part, alone: aloneUsd[part] / naiveUsd, saved };
  });
}
