/** Places of one process, of which each owner has a share. */
export interface Places {
  /** Held until disposed; else what is full. */
  take(owner: string): Disposable | 'share' | 'all';
}

export interface PlacesOptions {
  readonly places: number;
  readonly perOwner: number;
}

/** Remembers owners for as long as they hold a place. */
export function createPlaces({ places, perOwner }: PlacesOptions): Places {
  const taken = new Map<string, number>();
  let total = 0;
  const add = (owner: string, count: number): void => {
    total += count;
    const ofOwner = (taken.get(owner) ?? 0) + count;
    if (ofOwner === 0) taken.delete(owner);
    else taken.set(owner, ofOwner);
  };
  return {
    take: (owner) => {
      if ((taken.get(owner) ?? 0) >= perOwner) return 'share';
      if (total >= places) return 'all';
      add(owner, 1);
      return { [Symbol.dispose]: () => add(owner, -1) };
    },
  };
}
