import type { Principal } from '@ragfleet/kernel';

/** Places of one process, of which each owner has a share. */
export interface KeyedSemaphore {
  /** Held until disposed; else what is full. One place where it does not say. */
  take(owner: string, wanted?: WantedPermits): Disposable | 'share' | 'all';
}

export interface WantedPermits {
  readonly count: number;
  /** Only where so many stay free, of the share and of all. */
  readonly leaving: number;
}

export interface KeyedSemaphoreOptions {
  readonly places: number;
  readonly perOwner: number;
}

const ONE: WantedPermits = { count: 1, leaving: 0 };

/** Remembers owners for as long as they hold a place. */
export function createKeyedSemaphore({ places, perOwner }: KeyedSemaphoreOptions): KeyedSemaphore {
  const taken = new Map<string, number>();
  let total = 0;
  const add = (owner: string, count: number): void => {
    total += count;
    const ofOwner = (taken.get(owner) ?? 0) + count;
    if (ofOwner === 0) taken.delete(owner);
    else taken.set(owner, ofOwner);
  };
  return {
    take: (owner, { count, leaving } = ONE) => {
      if ((taken.get(owner) ?? 0) + count + leaving > perOwner) return 'share';
      if (total + count + leaving > places) return 'all';
      add(owner, count);
      return { [Symbol.dispose]: () => add(owner, -count) };
    },
  };
}

/** Whose share a caller takes from: its tenant's, or the one of all who are of none. */
export const ownerOf = (caller: Principal | null): string =>
  caller?.kind === 'tenant' ? caller.tenantId : '';
