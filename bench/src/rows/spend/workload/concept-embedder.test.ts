import { expect, test } from 'vitest';
import { embedByConcepts } from './concept-embedder.ts';

const cosine = (one: string, other: string): number => {
  const vector = embedByConcepts(other);
  return embedByConcepts(one).reduce((sum, value, at) => sum + value * (vector[at] ?? 0), 0);
};

const ASKED = 'How many days of annual leave do employees in Peru get in 2024?';

test('is of unit length and the same each time', () => {
  expect(cosine(ASKED, ASKED)).toBeCloseTo(1);
  expect(embedByConcepts(ASKED)).toEqual(embedByConcepts(ASKED));
});
test.each([
  ['a paraphrase', 'How many days of annual vacation do colleagues in Peru receive in 2024?'],
  ['another year', 'How many days of annual leave do employees in Peru get in 2025?'],
  ['another country', 'How many days of annual leave do employees in Ghana get in 2024?'],
  ['a negation', 'How many days of annual leave do employees in Peru not get in 2024?'],
])('calls %s near: it cannot tell them apart', (_kind, other) => {
  expect(cosine(ASKED, other)).toBeGreaterThan(0.9);
});
test('calls a question about something else far', () => {
  expect(cosine(ASKED, 'Where is the visitor parking of the Bergen office?')).toBeLessThan(0.5);
});
