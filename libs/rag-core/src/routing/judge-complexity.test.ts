import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Complexity } from './complexity.ts';
import { GOLDEN_HELD_OUT } from './golden-held-out.fixture.ts';
import { GOLDEN_TUNING } from './golden-tuning.fixture.ts';
import { createJudge, judgeComplexity } from './judge-complexity.ts';
import type { GoldenQuestion } from './read-golden.fixture.ts';

const LONG = 'of the many things that our offices in the north have told us about since then';

describe('judgeComplexity', () => {
  it.each([
    'compare',
    'analyze',
    'analyse',
    'explain why',
    'what are the implications',
    'how does',
    'evaluate',
    'synthesize',
    'synthesise',
  ])('takes "%s" for complex wherever it stands, in any case', (phrase) => {
    for (const question of [`${phrase} it`, `What is it and ${phrase} it?`, phrase.toUpperCase()])
      expect(judgeComplexity(question)).toBe('complex');
  });

  it.each(['what is', "what's", 'what’s', 'define', 'list', 'when did', 'who is'])(
    'takes a question that begins with "%s" for simple, however long',
    (phrase) => {
      expect(judgeComplexity(`${phrase} the one ${LONG}`)).toBe('simple');
      expect(judgeComplexity(`Please ${phrase} the one ${LONG}`)).toBe('simple');
    },
  );

  it.each<[string, Complexity]>([
    ['listen to what the people say about the offices that we have in the north', 'medium'],
    ['definer of the terms in the contract that we have signed with the north', 'medium'],
    [`reanalyzes the ${LONG}`, 'medium'],
    ['Where is the office?', 'simple'],
    ['How does X compare to Y?', 'complex'],
    ['What is the root cause and evaluate the options', 'complex'],
    ['What is the limit and who sets it?', 'medium'],
    ['Is my manager, who is away, in charge?', 'simple'],
    ['My manager, who is away, wants the number. Where is it?', 'medium'],
    ['What is the limit? Who sets it? Since when?', 'complex'],
    ['What is it, who needs it, and how do I get it?', 'complex'],
    ['“Who is the CFO?”', 'simple'],
    ['¿Por   qué bajaron las ventas?', 'complex'],
    ['Perche\u0301 il progetto è in ritardo?', 'complex'],
  ])('takes %j for %s', (question, complexity) => {
    expect(judgeComplexity(question)).toBe(complexity);
  });

  it('judges any text, and the same text always the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 3_000 }), (text) => {
        expect(judgeComplexity(text)).toBe(judgeComplexity(text));
      }),
    );
  });

  it('takes other tables', () => {
    const judge = createJudge([{ complex: {}, medium: { pirates: 'arr*' }, simple: {} }]);
    expect([judge('arrr?'), judge('why?')]).toEqual(['medium', 'simple']);
  });

  it('finds phrases at the beginnings of words alone, those of one opening side by side', () => {
    const judge = createJudge([
      { complex: { a: "arch | arc/ark of noah | ^l'arc" }, medium: { b: 'archer* | arc … sky' }, simple: {} },
    ]);
    const asked = [
      'an arch?',
      'an ark of noah',
      "l'arc",
      "d'arch",
      'archery?',
      'arc in the sky',
      'a march?',
      'arcs?',
    ];
    const judged = asked.map(judge);
    expect(judged.slice(0, 4)).toEqual(['complex', 'complex', 'complex', 'complex']);
    expect(judged.slice(4)).toEqual(['medium', 'medium', 'simple', 'simple']);
  });

  it('refuses a table whose words with any ending say too little to be found', () => {
    expect(() => createJudge([{ complex: { a: 'ab*' }, medium: {}, simple: {} }])).toThrow(/ab\*/);
  });
});

describe('the golden questions', () => {
  it('number at least 200, each once', () => {
    const questions = [...GOLDEN_TUNING, ...GOLDEN_HELD_OUT].map(({ question }) => question.toLowerCase());
    expect(new Set(questions).size).toBe(questions.length);
    expect(questions.length).toBeGreaterThanOrEqual(200);
    expect(GOLDEN_HELD_OUT.length).toBeGreaterThanOrEqual(100);
  });

  it('are judged right, the held-out half as well', () => {
    const [tuning, heldOut] = [accuracyOf(GOLDEN_TUNING), accuracyOf(GOLDEN_HELD_OUT)];
    const shown = `${heldOut.toFixed(3)} of ${GOLDEN_HELD_OUT.length} held-out, ${tuning.toFixed(3)} of ${GOLDEN_TUNING.length} tuning questions`;
    process.stdout.write(`routing accuracy: ${shown}\n`);
    expect(heldOut).toBeGreaterThanOrEqual(0.9);
    expect(tuning).toBeGreaterThanOrEqual(0.97);
  });
});

function accuracyOf(golden: readonly GoldenQuestion[]): number {
  const right = golden.filter(({ question, complexity }) => judgeComplexity(question) === complexity);
  return right.length / golden.length;
}
