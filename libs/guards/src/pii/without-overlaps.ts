import type { PiiFinding } from './pii-finding.ts';

/**
 * In order of place. Of finds that overlap, the one of the higher score names them all, the longer one of equal scores;
 * it covers all of their characters, so that no digit is left showing.
 */
export function withoutOverlaps(findings: readonly PiiFinding[]): readonly PiiFinding[] {
  const kept: PiiFinding[] = [];
  for (const next of findings.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1);
    if (last === undefined || next.start >= last.end) kept.push(next);
    else kept[kept.length - 1] = united(last, next);
  }
  return kept;
}

function united(one: PiiFinding, other: PiiFinding): PiiFinding {
  const length = ({ start, end }: PiiFinding): number => end - start;
  const isOther = other.score > one.score || (other.score === one.score && length(other) > length(one));
  const { kind, score } = isOther ? other : one;
  return { kind, score, start: Math.min(one.start, other.start), end: Math.max(one.end, other.end) };
}
