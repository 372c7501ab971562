import { expect, test } from 'vitest';
import { embedByConcepts } from './concept-embedder.ts';
import { cosineOfTexts } from './cosine-of-texts.ts';
import { FAMILIES, generateWorkload } from './generate-workload.ts';
import { knownAt } from './thesaurus/thesaurus.ts';
import { wordsOf } from './thesaurus/words-of.ts';
import { HELD_BACK_FAMILIES } from './tuning/tuning-families.ts';

const ASKED = 'How many days of annual leave do employees in Peru get in 2024?';

test('is of unit length and the same each time', () => {
  expect(cosineOfTexts(ASKED, ASKED)).toBeCloseTo(1);
  expect(embedByConcepts(ASKED)).toEqual(embedByConcepts(ASKED));
});
test.each([
  ['a paraphrase', 'How many days of annual leave do colleagues in Peru receive in 2024?'],
  ['another year', 'How many days of annual leave do employees in Peru get in 2025?'],
  ['another country', 'How many days of annual leave do employees in Ghana get in 2024?'],
  ['a negation', 'How many days of annual leave do employees in Peru not get in 2024?'],
])('calls %s near: it cannot tell them apart', (_kind, other) => {
  expect(cosineOfTexts(ASKED, other)).toBeGreaterThan(0.93);
});
test('calls synonyms nearer than relatives, whose subject is another', () => {
  const synonym = cosineOfTexts(ASKED, 'How many days of vacation do employees in Peru get in 2024?');
  const relative = cosineOfTexts(ASKED, 'How many days of sick leave do employees in Peru get in 2024?');
  expect(synonym).toBeGreaterThan(0.95);
  expect(relative).toBeLessThan(0.9);
  expect(relative).toBeGreaterThan(0.7);
});
test('calls a word that a later list adds to an earlier one its synonym', () => {
  expect(cosineOfTexts('What was the output in 2018?', 'What was the yield in 2018?')).toBeGreaterThan(0.95);
});
test('places a word of a later list beside the earlier ones of its topic', () => {
  const relative = cosineOfTexts('How much rest after a night shift?', 'How much rest after a split shift?');
  expect(relative).toBeGreaterThan(0.8);
  expect(relative).toBeLessThan(0.9);
});
test('calls a question about something else far', () => {
  expect(cosineOfTexts(ASKED, 'Where is the visitor parking of the Bergen office?')).toBeLessThan(0.5);
});
test('moves a little when the same words are in another order', () => {
  expect(cosineOfTexts('Import food after the audit', 'After the audit import food')).toBeLessThan(0.999);
});
test.each([
  ['the tuning half', FAMILIES.tuning],
  ['the held-out half', FAMILIES['held-out']],
  ['the companies that are held back', HELD_BACK_FAMILIES],
])('knows every word of %s', (_name, families) => {
  const asked = generateWorkload({ families, questions: 5_000, seed: 3 });
  expect(asked.flatMap(({ text }) => unknownWordsOf(text))).toEqual([]);
});

function unknownWordsOf(text: string): string[] {
  const words = wordsOf(text);
  const unknown: string[] = [];
  for (let at = 0; at < words.length; ) {
    const found = knownAt(words, at);
    const word = words[at] ?? '';
    if (found === null && !/\p{N}/u.test(word)) unknown.push(word);
    at += found?.length ?? 1;
  }
  return unknown;
}
