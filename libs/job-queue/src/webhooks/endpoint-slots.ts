/** Bounds how many deliveries one endpoint may hold at once, so that a dead one cannot hold the pool. */
export interface EndpointSlots {
  /** null when the endpoint holds all of its slots; else what gives the slot back. */
  take(url: string): (() => void) | null;
}

export function createEndpointSlots(perEndpoint: number): EndpointSlots {
  const inUse = new Map<string, number>();
  return {
    take: (url) => {
      const origin = URL.canParse(url) ? new URL(url).origin : url;
      const taken = inUse.get(origin) ?? 0;
      if (taken >= perEndpoint) return null;
      inUse.set(origin, taken + 1);
      return () => {
        const left = (inUse.get(origin) ?? 1) - 1;
        if (left === 0) inUse.delete(origin);
        else inUse.set(origin, left);
      };
    },
  };
}
