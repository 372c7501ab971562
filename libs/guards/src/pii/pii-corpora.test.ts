import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PII_KINDS, type PiiKind } from './pii-finding.ts';
import { scanPii } from './scan-pii.ts';

interface Positive {
  readonly half: 'tuning' | 'held-out';
  readonly kind: PiiKind;
  readonly value: string;
  readonly text: string;
}
interface Negative {
  readonly half: 'tuning' | 'held-out';
  readonly class: string;
  readonly text: string;
}

const linesOf = (name: string): string[] =>
  readFileSync(new URL(`../../corpora/${name}.jsonl`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
const positives = linesOf('pii-positives').map((line) => JSON.parse(line) as Positive);
const negatives = linesOf('pii-negatives').map((line) => JSON.parse(line) as Negative);

/** Kinds that no checksum proves: a form and the words around it. */
const UNCHECKED: ReadonlySet<PiiKind> = new Set([
  'DATE_TIME',
  'IN_PAN',
  'LOCATION',
  'NRP',
  'PERSON',
  'PHONE_NUMBER',
  'UK_NINO',
  'US_BANK_NUMBER',
  'US_ITIN',
  'US_PASSPORT',
]);

function isFound({ kind, value, text }: Positive): boolean {
  const start = text.indexOf(value);
  return scanPii(text).findings.some(
    (finding) => finding.kind === kind && finding.start <= start && finding.end >= start + value.length,
  );
}

const share = (part: number, whole: number): number => part / whole;
const HALVES = ['tuning', 'held-out'] as const;

describe('the corpora of personal data', () => {
  it('has each kind in both halves', () => {
    for (const half of HALVES)
      expect(new Set(positives.filter((row) => row.half === half).map(({ kind }) => kind))).toEqual(
        new Set(PII_KINDS),
      );
    expect(positives.length).toBeGreaterThanOrEqual(300);
    expect(negatives.length).toBeGreaterThanOrEqual(300);
  });

  it.each(HALVES)('finds 98 of 100 with a checksum and 90 of 100 without, in the %s half', (half) => {
    const rows = positives.filter((row) => row.half === half);
    for (const [isUnchecked, least] of [
      [false, 0.98],
      [true, 0.9],
    ] as const) {
      const asked = rows.filter(({ kind }) => UNCHECKED.has(kind) === isUnchecked);
      const recall = share(asked.filter(isFound).length, asked.length);
      const name = isUnchecked ? 'without a checksum' : 'with a checksum';
      // oxlint-disable-next-line no-console -- the figures are what a corpus is for
      console.info(`${half}, ${name}: recall ${recall.toFixed(3)} of ${asked.length}`);
      expect(recall).toBeGreaterThanOrEqual(least);
    }
  });

  it.each(HALVES)('finds nothing in 98 of 100 that hold nothing, in the %s half', (half) => {
    const rows = negatives.filter((row) => row.half === half);
    const wrong = rows.filter(({ text }) => scanPii(text).findings.length > 0);
    // oxlint-disable-next-line no-console -- the figures are what a corpus is for
    console.info(`${half}: ${wrong.length} false finds in ${rows.length}`);
    expect(share(wrong.length, rows.length)).toBeLessThanOrEqual(0.02);
    expect(wrong.filter((row) => row.class === 'near-miss')).toEqual([]);
  });
});
