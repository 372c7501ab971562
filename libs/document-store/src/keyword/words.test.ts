import { cpuMs } from '@ragfleet/test-support';
import { describe, expect, it } from 'vitest';
import { wordsOf } from './words.ts';

const textsOf = (text: string): string[] => wordsOf(text).map((word) => word.text);

describe('wordsOf', () => {
  it.each([
    ['folds case, and wide and composed letters', 'Opening ＡＢＣ ﬁle', ['opening', 'abc', 'file']],
    ['has a code by its parts and as a whole', 'SKU-123', ['sku', '123', 'sku123']],
    ['has a code that is written together as it is', 'SKU123', ['sku123']],
    ['joins a word to its scrap', 'e-mail co-op', ['e', 'mail', 'email', 'co', 'op', 'coop']],
    ['keeps two whole words two', 'boundary-layer and/or', ['boundary', 'layer', 'and', 'or']],
    ['reads abbreviations as words', 'e.g. the U.S.A.', ['eg', 'the', 'usa']],
    ['has names of programs by their parts too', 'getUserName', ['get', 'user', 'name', 'getusername']],
    ['keeps capitals that begin a name together', 'HTTPServer', ['http', 'server', 'httpserver']],
    ['cuts at underscores and slashes', 'max_tokens docs/setup', ['max', 'tokens', 'docs', 'setup']],
    ['has the languages with a sign', 'C++ and C#', ['c++', 'and', 'c#']],
    ['reads a number as one', '1,000 3.5 3,5', ['1000', '3.5', '3.5']],
    ['has a version by its parts and as a whole', '1.2.3', ['1', '2', '3', '1.2.3']],
    [
      'has a date alike in every style',
      '2026-11-22 2026/11/22',
      ['2026', '11', '22', '2026.11.22', '2026', '11', '22', '2026.11.22'],
    ],
    ['has a quantity by number and unit', '10GB', ['10gb', '10', 'gb']],
    ['reads a power as a question has it', '10² 10^2', ['10', '2', '10', '2']],
    ['has a unit with its power in every style', 'm² m^2', ['m', '2', 'm2', 'm', '2', 'm2']],
    ['has a fraction apart from its number', '2½ 2 1⁄2', ['2', '1', '2', '2', '1', '2']],
    ['drops the possessive', "the company's, the employee’s", ['the', 'company', 'the', 'employee']],
    ['drops what only negates or contracts', "don't we're", ['we']],
    ['drops the article before an apostrophe', "l'avion dell'azienda qu'il", ['avion', 'azienda', 'il']],
    ['joins names at their apostrophe', "O'Brien aujourd'hui", ['o', 'brien', 'obrien', 'aujourdhui']],
    [
      'forgets soft hyphens and zero-width spaces',
      'infor\u00ADmation zero\u200Bwidth',
      ['information', 'zerowidth'],
    ],
    ['cuts scripts that are written without spaces', '年次有給休暇', ['年次', '有給', '休暇']],
    ['has Korean by pairs of syllables', '주차장은', ['주차', '차장', '장은']],
    ['has no words for punctuation', "?! … — - _ . '", []],
    [
      'leaves out what is too long to be a word',
      `${'x'.repeat(65)} ${'ab-'.repeat(50)}9`.replace(/ab-/g, 'ab-'),
      [...Array.from({ length: 50 }, () => 'ab'), '9'],
    ],
  ])('%s', (_, text, words) => {
    expect(textsOf(text)).toEqual(words);
  });
  it('knows a name in capitals from the little word', () => {
    const acronyms = wordsOf('It is IT that tells us of the US').filter(({ isAcronym }) => isAcronym);
    expect(acronyms.map(({ text }) => text)).toEqual(['it', 'us']);
  });
  it('takes nothing for a name where all is in capitals', () => {
    expect(wordsOf('WHO IS IT').some(({ isAcronym }) => isAcronym)).toBe(false);
  });
  it('stays quick on runs without an end', async () => {
    const tookMs = await cpuMs(() => {
      for (const part of ['a-', "a'", '1,', 'aB', 'C+', '가', '年']) wordsOf(part.repeat(100_000));
    });
    expect(tookMs).toBeLessThan(5_000);
  });
});
