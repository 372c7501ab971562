import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectLanguage } from './detect-language.ts';
import { type Language, LANGUAGES } from './languages.ts';
import { passageTerms } from './passage-terms.ts';
import { questionTerms } from './question-terms.ts';
import { termsOf } from './terms.ts';

describe('termsOf', () => {
  it.each<[Language, string, string]>([
    ['en', 'policies of the houses', 'policy house'],
    ['de', 'die Kündigungen der Häuser', 'Kündigung Haus'],
    ['fr', 'les congés des salariés nationaux', 'congé salarié national'],
    ['es', 'las vacaciones de los empleados', 'vacación empleado'],
    ['it', 'i contratti dei dipendenti', 'contratto dipendente'],
    ['ru', 'отпуска сотрудников', 'отпуск сотрудник'],
  ])('knows inflected words of %s as the plain ones, without stop words', (language, inflected, plain) => {
    expect(termsOf(inflected, language)).toEqual(termsOf(plain, language));
  });
  it('takes words without their accents', () => {
    expect(termsOf('résumé', 'en')).toEqual(termsOf('resume', 'en'));
    expect(termsOf('congés', 'fr')).toEqual(termsOf('conges', 'fr'));
    expect(termsOf('Łódź', 'other')).toEqual(['łodz']);
  });
  it('keeps a stop word that is written as a name', () => {
    expect(termsOf('Ask IT about it', 'en')).toEqual(['ask', 'it', 'about']);
  });
  it('stems any word of any language without failing, and always to the same', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.constantFrom(...LANGUAGES),
        (text, language) => {
          expect(termsOf(text, language)).toEqual(termsOf(text, language));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('detectLanguage', () => {
  it.each<[Language, string]>([
    ['en', 'Visitors park on level 2.'],
    ['de', 'Besucher parken auf Ebene 2.'],
    ['fr', 'Les visiteurs se garent au niveau 2.'],
    ['es', 'Los visitantes aparcan en el nivel 2.'],
    ['ru', 'Посетители паркуются на втором уровне.'],
    ['other', '访客停车位于二层。'],
    ['other', 'Goście parkują na poziomie 2.'],
    ['en', ''],
    ['en', '12 34 56'],
  ])('says %s of %s', (language, text) => {
    expect(detectLanguage(text)).toBe(language);
  });
  it('looks at more than the beginning', () => {
    const header = 'From: Ann. Subject: minutes. '.repeat(10);
    expect(detectLanguage(header + 'Die Sitzung beginnt um neun Uhr und alle sind da. '.repeat(100))).toBe(
      'de',
    );
  });
});

describe('passageTerms', () => {
  it('counts a word of the title twice, of a heading once, and the title among the headings not again', () => {
    const passage = { headings: ['Leave', 'Days'], text: 'Days of leave: 25' };
    const { terms, length } = passageTerms('Leave', passage, 'en');
    expect(terms).toEqual({ 'en:': 0, 'en:leav': 3, 'en:dai': 2, 'en:25': 1 });
    expect(length).toBe(6);
  });
  it('takes words that are names of object members as words', () => {
    const { terms } = passageTerms('t', { headings: [], text: 'constructor __proto__' }, 'other');
    expect(terms).toEqual({ 'other:': 0, 'other:t': 2, 'other:constructor': 1, 'other:proto': 1 });
  });
});

describe('questionTerms', () => {
  const askedIn = (language: Language, question: string): (string | null)[] => {
    const { terms, languages } = questionTerms(question, LANGUAGES);
    return terms.filter((_, at) => languages[at] === language);
  };
  it('asks every language for its own form of a word, and says what says nothing in it', () => {
    expect(askedIn('en', 'die Häuser')).toEqual(['en:die', 'en:hauser']);
    expect(askedIn('de', 'die Häuser')).toEqual([null, 'de:haus']);
  });
  it('gives the forms of one word one number', () => {
    const { terms, words } = questionTerms('the houses', LANGUAGES);
    const numberOf = (term: string): number | undefined => words[terms.indexOf(term)];
    expect(numberOf('en:hous')).toBe(numberOf('de:hous'));
    expect(numberOf('en:hous')).not.toBe(numberOf('de:the'));
  });
  it('asks for stop words where there is nothing else', () => {
    expect(askedIn('en', 'IT')).toEqual(['en:it']);
  });
  it('asks for each term once and for 64 words at most', () => {
    expect(askedIn('en', 'house houses Housing')).toEqual(['en:hous']);
    const long = Array.from({ length: 500 }, (_, at) => `word${at}`).join(' ');
    expect(askedIn('en', long)).toHaveLength(64);
    expect(questionTerms('?! …', LANGUAGES).terms).toEqual([]);
  });
});
