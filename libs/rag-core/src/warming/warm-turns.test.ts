import { expect, it } from 'vitest';
import type { WarmGroup, WarmableQuestion } from './warm-ports.ts';
import { turnsOf } from './warm-turns.ts';

const question = (text: string): WarmableQuestion => ({
  text,
  namespaces: null,
  quality: 'standard',
  topK: 5,
  model: null,
});
const group = (namespace: string, ...texts: string[]): WarmGroup => ({
  access: { tenantId: 'acme', readsAll: false, namespaces: [namespace], department: null },
  questions: texts.map(question),
});
const shown = (turns: ReturnType<typeof turnsOf>): string[] =>
  turns.map(([{ access }, { text }]) => `${access.namespaces.join()}: ${text}`);

it('gives each group its first question before any gets its second', () => {
  const turns = turnsOf([], [group('hr', 'A?', 'B?'), group('it', 'C?')]);
  expect(shown(turns)).toEqual(['hr: A?', 'it: C?', 'hr: B?']);
});

it('puts what was given first, and has nothing twice that the same people ask in the same way', () => {
  const unnamed = { ...question('Who pays?'), quality: null };
  const given = { ...group('it'), questions: [unnamed, question('Also?')] };
  const turns = turnsOf([given], [group('it', 'who  pays', 'B?'), group('hr', 'Who pays?')]);
  expect(shown(turns)).toEqual(['it: Who pays?', 'it: Also?', 'hr: Who pays?', 'it: B?']);
});

it('keeps a question that is to be answered in another way', () => {
  const high = { ...group('it'), questions: [{ ...question('Mine?'), quality: 'high' as const }] };
  expect(shown(turnsOf([high], [group('it', 'Mine?')]))).toEqual(['it: Mine?', 'it: Mine?']);
});
