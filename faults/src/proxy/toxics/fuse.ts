/** Does something some time after a toxic was set, unless it is replaced or taken away before. */
export interface Fuse {
  /** Lights it anew when the toxic is another one than before; puts it out without one. */
  follow(toxic: { readonly afterMs: number } | undefined): void;
}

export function createFuse(act: () => void): Fuse {
  let lit: { readonly afterMs: number } | undefined;
  let timer: NodeJS.Timeout | undefined;
  return {
    follow: (toxic) => {
      if (toxic === lit) return;
      clearTimeout(timer);
      lit = toxic;
      if (toxic !== undefined) timer = setTimeout(act, toxic.afterMs);
    },
  };
}
