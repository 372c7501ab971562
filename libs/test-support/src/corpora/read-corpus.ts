import { readFileSync } from 'node:fs';

export type AttackCorpus =
  | 'direct-override.tuning'
  | 'direct-override.held-out'
  | 'indirect.tuning'
  | 'indirect.held-out'
  | 'delimiter-spoofing.tuning'
  | 'delimiter-spoofing.held-out'
  | 'jamming'
  | 'output-handling'
  | 'ordinary-questions';

/** One line of a corpus of `libs/guards`. What it does not say is empty. */
export interface AttackRow {
  readonly id: string;
  /** `held-out` was not looked at when guards were tuned. */
  readonly set: string;
  /** What an obedient model would write. */
  readonly marker: string;
  readonly passages: readonly AttackPassage[];
  /** All of its words. */
  readonly text: string;
}

export interface AttackPassage {
  readonly title: string;
  readonly source: string | null;
  readonly text: string;
}

export const readCorpus = (name: AttackCorpus): AttackRow[] =>
  readFileSync(new URL(`../../../guards/corpora/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line): AttackRow => rowOf(JSON.parse(line)));

/** Totals are printed, so that nobody has to look at what is held out. */
export const tellTotal = (what: string, count: number, of: number): void =>
  void process.stderr.write(`${what}: ${count} of ${of}\n`);

function rowOf(row: unknown): AttackRow {
  const listed = fieldOf(row, 'passages');
  const text = textOf(row, 'text');
  const passages = Array.isArray(listed)
    ? listed.map(passageOf)
    : [{ title: 'Handbook', source: null, text }];
  const all = passages.map((one) => [one.title, one.source ?? '', one.text].join('\n')).join('\n');
  return {
    id: textOf(row, 'id'),
    set: textOf(row, 'set'),
    marker: textOf(row, 'marker'),
    passages,
    text: Array.isArray(listed) ? all : text,
  };
}

const passageOf = (passage: unknown): AttackPassage => ({
  title: textOf(passage, 'title'),
  source: textOf(passage, 'source'),
  text: textOf(passage, 'text'),
});

function textOf(row: unknown, name: string): string {
  const value = fieldOf(row, name);
  return typeof value === 'string' ? value : '';
}

const fieldOf = (row: unknown, name: string): unknown =>
  typeof row === 'object' && row !== null ? Object.getOwnPropertyDescriptor(row, name)?.value : undefined;
