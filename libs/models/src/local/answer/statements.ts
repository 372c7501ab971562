import type { PromptPassage } from '@ragfleet/rag-core';

/** One sentence, list item or table row of a passage: the least that an answer quotes. */
export interface Statement {
  readonly passage: PromptPassage;
  /** Its place inside the passage. */
  readonly position: number;
  readonly text: string;
  /** The title and the headings above it, and the line that opens its list or table. */
  readonly under: string;
  /** The statements before it in the same paragraph, nearest first. */
  readonly before: readonly string[];
}

const HEADING = /^\s{0,3}#{1,6}\s+(.{1,300}?)\s*#*\s*$/;
const BULLET = /^\s*(?:[-*•]|\d{1,3}[.)])\s+/;
const TABLE_ROW = /^\s*\|(.*)\|\s*$/;
const TABLE_RULE = /^[\s|:-]+$/;
const SENTENCE_END = /[.!?]["'”’)\]]*\s+(?=["'“‘([]?[\p{Lu}\p{N}])|[。！？]/gu;
const ABBREVIATION =
  /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|approx|no|nos|dr|mr|mrs|ms|prof|st|jr|sr|inc|ltd|co|corp|fig|sec|art|\p{Lu}|(?:\p{L}\.)+\p{L})\.\s*$/iu;
const REMEMBERED_STATEMENTS = 2;

/** Everything the passages state, in their order. */
export function statementsOf(passages: readonly PromptPassage[]): Statement[] {
  return passages.flatMap((passage) => statementsOfPassage(passage));
}

function statementsOfPassage(passage: PromptPassage): Statement[] {
  const statements: Statement[] = [];
  let headings: string[] = [];
  let opener = '';
  let header: string[] | null = null;
  let before: string[] = [];
  const add = (text: string): void => {
    const under = [passage.title, ...headings, opener].join(' \n ');
    statements.push({ passage, position: statements.length, text, under, before });
    before = [text, ...before].slice(0, REMEMBERED_STATEMENTS);
  };
  for (const line of passage.text.split('\n')) {
    const heading = HEADING.exec(line)?.[1];
    const cells = TABLE_ROW.exec(line)?.[1]
      ?.split('|')
      .map((cell) => cell.trim());
    if (heading !== undefined) [headings, opener, before] = [[...headings.slice(-2), heading], '', []];
    else if (line.trim() === '') before = [];
    else if (cells === undefined) {
      const text = line.replace(BULLET, '').trim();
      if (text.endsWith(':')) [opener, before] = [text, []];
      else sentencesOf(text).forEach(add);
    } else if (header === null) header = cells;
    else if (!TABLE_RULE.test(line)) add(rowText(header, cells));
    if (cells === undefined) header = null;
  }
  return statements;
}

/** A table's row as a sentence: `Record: Invoices; Kept for: ten years.` */
const rowText = (header: readonly string[], cells: readonly string[]): string =>
  `${cells.map((cell, at) => ((header[at] ?? '') === '' ? cell : `${header[at]}: ${cell}`)).join('; ')}.`;

function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  let from = 0;
  for (const end of text.matchAll(SENTENCE_END)) {
    const to = end.index + end[0].length;
    const sentence = text.slice(from, to).trim();
    if (ABBREVIATION.test(sentence)) continue;
    sentences.push(sentence);
    from = to;
  }
  const rest = text.slice(from).trim();
  return rest === '' ? sentences : [...sentences, rest];
}
