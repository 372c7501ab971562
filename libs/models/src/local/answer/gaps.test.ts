import { expect, it } from 'vitest';
import { weigh } from './evidence.ts';
import { expectationOf } from './expectations.ts';
import { termsInConversation } from './question-terms.ts';
import type { Signs } from './signs.ts';
import { statementsOf } from './statements.ts';

/** What the one statement of a passage leaves open. */
function gaps(question: string, text: string, title = 'Handbook'): Signs {
  const statements = statementsOf([{ index: 1, title, source: null, text }]);
  const [evidence] = weigh(statements, termsInConversation(question, []), expectationOf(question));
  if (evidence === undefined) throw new Error('A statement is expected.');
  return evidence.signs;
}

it('a statement leaves open what neither it nor its title speaks of', () => {
  const text = 'The drill weighs two kilograms.';
  expect(gaps('Is the drill waterproof?', text).missing).toBeGreaterThan(0.3);
  expect(gaps('Is the drill waterproof?', text, 'Waterproof tools').missing).toBe(0);
});

it('a word that means nearly the same leaves less open than a stranger', () => {
  const near = gaps('What may a bunny eat?', 'Rabbits eat hay.').missing;
  expect(near).toBeGreaterThan(0);
  expect(near).toBeLessThan(gaps('What may a bunny eat?', 'Horses eat hay.').missing - 0.2);
});

it('what the kind of answer stands for is not left open', () => {
  expect(gaps('How heavy is the drill?', 'The drill has two kilograms.').missing).toBe(0);
});

it('a statement that says the title’s word again says nothing yet of what is asked about it', () => {
  const title = 'The drill';
  expect(gaps('What does the drill resist?', 'The drill is green.', title).ownFocus).toBe(0);
  expect(gaps('What does the drill resist?', 'The drill resists water.', title).ownFocus).toBe(1);
});

it('a question of names is told from one of words', () => {
  expect(gaps('What did Josina Quill print?', 'Josina Quill was a widow.').names).toBeGreaterThan(0.5);
  expect(gaps('What did the widow print?', 'Josina Quill was a widow.').names).toBe(0);
});

it('an acronym is no name: it may be spelt out', () => {
  expect(gaps('Is the TTL long?', 'The time to live is long.').lacksName).toBe(0);
  expect(gaps('Is it long in Norway?', 'The time to live is long.').lacksName).toBe(1);
});

it('what the first passage of a document earns, its others earn too', () => {
  const passages = ['Leave', 'Leave', 'Travel'].map((title, at) => ({
    index: at + 1,
    title,
    source: null,
    text: `The rule has part ${at}.`,
  }));
  const evidence = weigh(statementsOf(passages), termsInConversation('What is the rule?', []), null);
  expect(evidence.map(({ signs }) => signs.isEarlyPassage)).toEqual([1, 1, 1 / 2]);
});
