import type { Synset } from './read-synsets.ts';

const OPPOSITE = '!';

/**
 * Knows the meanings that are opposite to one: those that WordNet names, those around them, and those that are opposite to what
 * it stands around itself, as "tiny" is to "huge" though only "small" and "large" are named.
 */
export function createOppositeMeanings(
  synsets: ReadonlyMap<string, Synset>,
): (id: string) => ReadonlySet<string> {
  const linked = (id: string, symbol: string): string[] =>
    (synsets.get(id)?.pointers ?? []).flatMap((pointer) => (pointer.symbol === symbol ? [pointer.to] : []));
  const around = (id: string): string[] => [id, ...linked(id, '&'), ...linked(id, '$')];
  return (id) =>
    new Set(
      around(id)
        .flatMap((near) => linked(near, OPPOSITE))
        .flatMap(around),
    );
}
