import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPseudonyms, type PiiStrategy, type Pseudonyms } from './pseudonyms.ts';
import { scanPii } from './scan-pii.ts';

const KEY = 'a secret of the tenant';
const pseudonyms = (strategy: PiiStrategy, key = KEY): Pseudonyms =>
  createPseudonyms({ strategy, hashKey: () => key });
const masked = (by: Pseudonyms, text: string): string => by.masked(text, scanPii(text).findings);

describe('replace', () => {
  it('gives a value the same stand-in in every text of the request, and another value another', () => {
    const by = pseudonyms('replace');
    expect(masked(by, 'Write to ada@example.com and bob@example.com.')).toBe(
      'Write to <EMAIL_ADDRESS_1> and <EMAIL_ADDRESS_2>.',
    );
    expect(masked(by, 'Is Ada@Example.com away?')).toBe('Is <EMAIL_ADDRESS_1> away?');
  });

  it('knows a value again where nothing around it says what it is', () => {
    const by = pseudonyms('replace');
    masked(by, 'My name is Zelmira Quorn.');
    expect(masked(by, 'approved: Zelmira Quorn, not Zelmira Quornsby')).toBe(
      'approved: <PERSON_1>, not Zelmira Quornsby',
    );
  });

  it('restores what it has replaced and leaves what it does not know', () => {
    const by = pseudonyms('replace');
    masked(by, 'ada@example.com');
    expect(by.restored('<EMAIL_ADDRESS_1>, <EMAIL_ADDRESS_2>, <b>')).toBe(
      'ada@example.com, <EMAIL_ADDRESS_2>, <b>',
    );
  });

  it('tells where it has restored a value, and where one stood already, a short one too', () => {
    const by = pseudonyms('replace');
    masked(by, 'I am Mr. Wu. My name is Zelmira Quorn.');
    const { text, findings } = by.restoredFinds(
      'Is <PERSON_1> away, <PERSON_2>s deputy, or Wu, or zelmira quorn?',
    );
    expect(text).toBe('Is Wu away, Zelmira Quorns deputy, or Wu, or zelmira quorn?');
    expect(findings.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
      ['PERSON', 'Wu'],
      ['PERSON', 'Zelmira Quorn'],
      ['PERSON', 'Wu'],
      ['PERSON', 'zelmira quorn'],
    ]);
  });

  it('restores a text in any chunks, and holds back at most 64 characters', () => {
    const by = pseudonyms('replace');
    masked(by, 'ada@example.com +49 30 1234567');
    const piece = fc.constantFrom(
      '<EMAIL_ADDRESS_1>',
      '<PHONE_NUMBER_1>',
      '<PHONE_',
      '<',
      '>',
      ' a',
      '_1',
      '<<',
      '1',
    );
    const written = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(written, fc.array(fc.nat({ max: 200 }), { maxLength: 12 }), (text, cuts) => {
        const ends = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length].toSorted(
          (a, b) => a - b,
        );
        const restorer = by.restorer();
        const shown = ends
          .slice(1)
          .map((end, at) => restorer.push(text.slice(ends[at], end)))
          .join('');
        const rest = restorer.end();
        expect(rest.length).toBeLessThanOrEqual(64);
        expect(shown + rest).toBe(by.restored(text));
      }),
    );
  });
});

describe('hash', () => {
  it('is the same for one value under one key alone, and restores', () => {
    const one = pseudonyms('hash');
    const first = masked(one, 'Is ada@example.com away?');
    expect(first).toMatch(/^Is <EMAIL_ADDRESS_[0-9a-f]{16}> away\?$/);
    expect(masked(pseudonyms('hash'), 'Is ada@example.com away?')).toBe(first);
    expect(masked(pseudonyms('hash', 'another'), 'Is ada@example.com away?')).not.toBe(first);
    expect(one.restored(first)).toBe('Is ada@example.com away?');
  });
});

describe('mask', () => {
  it('shows nothing of the first four characters, and restores nothing', () => {
    const by = pseudonyms('mask');
    const text = masked(by, 'Is ada@example.com away?');
    expect(text).toBe('Is ****example.com away?');
    expect(by.restored(text)).toBe(text);
  });
});

it('refuses another strategy', () => {
  expect(() => pseudonyms('shuffle' as PiiStrategy)).toThrow('Use replace, hash or mask.');
});
