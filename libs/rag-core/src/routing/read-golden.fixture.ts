import type { Complexity } from './complexity.ts';

export interface GoldenQuestion {
  readonly question: string;
  readonly complexity: Complexity;
}

/** A question a line; a line that ends in a colon names the label of those below it. */
export function readGolden(lines: string): readonly GoldenQuestion[] {
  let complexity: Complexity | null = null;
  const golden: GoldenQuestion[] = [];
  for (const line of lines.trim().split('\n')) {
    if (line === 'simple:' || line === 'medium:' || line === 'complex:')
      complexity = line.slice(0, -1) as Complexity;
    else if (line !== '') {
      if (complexity === null) throw new Error(`No label above: ${line}`);
      golden.push({ question: line, complexity });
    }
  }
  return golden;
}
