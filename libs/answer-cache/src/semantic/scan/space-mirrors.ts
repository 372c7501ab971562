import type { SpaceMirror } from './space-mirror.ts';

export interface SpaceMirrors {
  /** Up to date with the stream. */
  current(key: string): Promise<SpaceMirror>;
  readonly sizeBytes: number;
}

/** The mirrors that were used last, as many as fit: a mirror that left is read anew. */
export function createSpaceMirrors(open: (key: string) => SpaceMirror, maxBytes: number): SpaceMirrors {
  /** The least recently used first. */
  const mirrors = new Map<string, SpaceMirror>();
  const totalBytes = (): number => [...mirrors.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const use = (key: string): SpaceMirror => {
    const mirror = mirrors.get(key) ?? open(key);
    mirrors.delete(key);
    mirrors.set(key, mirror);
    return mirror;
  };
  const trim = (): void => {
    for (const key of mirrors.keys()) {
      if (totalBytes() <= maxBytes && mirrors.size <= MAX_MIRRORS) return;
      mirrors.delete(key);
    }
  };
  return {
    get sizeBytes() {
      return totalBytes();
    },
    current: async (key) => {
      const mirror = use(key);
      await mirror.sync();
      trim();
      return mirror;
    },
  };
}

/** A mirror without entries takes little room, and not none. */
const MAX_MIRRORS = 1_000;
