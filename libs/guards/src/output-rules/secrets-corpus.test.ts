import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { redactOutput } from '../output-filter.ts';

interface Row {
  readonly half: 'tuning' | 'held-out';
  /** null for a text that holds none. */
  readonly rule: string | null;
  /** The prefix in parts: no line of the corpus may look like a live secret to whoever scans the repository. */
  readonly prefixParts: readonly string[];
  /** The characters that follow, as the inside of a class, and how many. */
  readonly body: string;
  readonly length: number;
  readonly text: string;
}

const rows = readFileSync(new URL('../../corpora/secrets.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);

/** The same for every run: a generator of Park and Miller over the characters of the class. */
function bodyOf({ body, length }: Row, seed: number): string {
  const inside = new RegExp(`[${body}]`);
  const characters = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).filter((one) =>
    inside.test(one),
  );
  let state = seed + 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return characters[state % characters.length];
  }).join('');
}

function leaks(row: Row, seed: number): boolean {
  const body = bodyOf(row, seed);
  const shown = redactOutput(row.text.replace('{s}', () => row.prefixParts.join('') + body)).text;
  return Array.from({ length: body.length - 5 }, (_, at) => body.slice(at, at + 6)).some((run) =>
    shown.includes(run),
  );
}

const HALVES = ['tuning', 'held-out'] as const;

describe('the corpus of secrets', () => {
  it.each(HALVES)('shows none of them, in the %s half', (half) => {
    const secrets = rows.filter((row) => row.half === half && row.rule !== null);
    const leaked = secrets.filter((row, at) => leaks(row, at * 7_919));
    // oxlint-disable-next-line no-console -- the figures are what a corpus is for
    console.info(`${half}: ${secrets.length - leaked.length} of ${secrets.length} secrets redacted`);
    expect(secrets.length).toBeGreaterThanOrEqual(50);
    expect(leaked.map(({ rule }) => rule)).toEqual([]);
  });

  it.each(HALVES)('leaves what is none, in the %s half', (half) => {
    const plain = rows.filter((row) => row.half === half && row.rule === null);
    const wrong = plain.filter(({ text }) => redactOutput(text).redactions > 0);
    // oxlint-disable-next-line no-console -- the figures are what a corpus is for
    console.info(`${half}: ${wrong.length} false redactions in ${plain.length}`);
    expect(plain.length).toBeGreaterThanOrEqual(30);
    expect(wrong.length / plain.length).toBeLessThanOrEqual(0.01);
  });
});
