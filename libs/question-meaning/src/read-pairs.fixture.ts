/** Two questions. */
export type Pair = readonly [string, string];

/** One pair a line, `one | other`. */
export function readPairs(lines: string): readonly Pair[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [one, other, ...rest] = line.split(' | ');
      if (one === undefined || other === undefined || rest.length > 0) throw new Error(`No pair: ${line}`);
      return [one, other];
    });
}

export interface NearMiss {
  /** What sets the two apart. A veto may see it as another kind. */
  readonly kind: string;
  readonly pair: Pair;
}

/** A line that ends in a colon names the kind of the pairs below it. */
export function readNearMisses(lines: string): readonly NearMiss[] {
  let kind = '';
  const misses: NearMiss[] = [];
  for (const line of lines.trim().split('\n'))
    if (line.endsWith(':')) kind = line.slice(0, -1);
    else misses.push(...readPairs(line).map((pair) => ({ kind, pair })));
  return misses;
}
