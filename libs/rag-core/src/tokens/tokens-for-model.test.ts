import { encode } from 'gpt-tokenizer/encoding/cl100k_base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTokens } from './count-tokens.ts';
import { tokenCounterOf } from './tokens-for-model.ts';

const older = (text: string): number => encode(text, { disallowedSpecial: new Set<string>() }).length;

const TEXTS = [
  'Employees may carry over up to five days of annual leave into the next calendar year.',
  'Beschäftigte dürfen bis zu fünf Urlaubstage in das nächste Kalenderjahr übertragen.',
  "Les employés peuvent reporter jusqu'à cinq jours de congé annuel à l'année suivante.",
  'कर्मचारी अगले कैलेंडर वर्ष में पाँच दिनों तक की वार्षिक छुट्टी ले जा सकते हैं।',
  '员工最多可以将五天年假结转到下一个日历年。',
  '従業員は最大5日の年次休暇を翌年に繰り越すことができます。',
  'يجوز للموظفين ترحيل ما يصل إلى خمسة أيام من الإجازة السنوية',
  'თანამშრომლებს შეუძლიათ გადაიტანონ ხუთი დღე',
  'કર્મચારીઓ આગામી કેલેન્ડર વર્ષમાં',
  'ဝန်ထမ်းများသည် နှစ်စဉ်ခွင့်ရက် ငါးရက်အထိ',
  'const x = items.filter((item) => item.price > 3);\n    return x;\n',
];

describe('tokenCounterOf', () => {
  it.each(['gpt-4o', 'gpt-4o-mini', 'gpt-4.1', 'o3-mini', 'local-extractive'])(
    'counts exactly for %s',
    (model) => {
      expect(TEXTS.map(tokenCounterOf(model).count)).toEqual(TEXTS.map(countTokens));
    },
  );

  it.each(['gpt-3.5-turbo', 'claude-3-5-sonnet', 'llama'])('never counts too few for %s', (model) => {
    const { count } = tokenCounterOf(model);
    for (const text of TEXTS) expect(count(text)).toBeGreaterThanOrEqual(older(text));
  });

  it('has a bound above every count', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('gpt-4o', 'llama'), (text, model) => {
        const { count, atMost, atMostByLength } = tokenCounterOf(model);
        expect(atMost(text)).toBeGreaterThanOrEqual(count(text));
        expect(atMostByLength(text)).toBeGreaterThanOrEqual(atMost(text));
      }),
    );
  });
});
