import { describe, expect, it } from 'vitest';
import { passage } from '../answer-question.fixture.ts';
import { readSigns, type WrittenAnswer } from './read-signs.ts';

const TEXT = 'Full-time staff have 29 days of paid leave a year. Unused leave expires in March.';

const written = (answer: string, changes: Partial<WrittenAnswer> = {}): WrittenAnswer => ({
  question: 'How many days of leave do staff have?',
  answer,
  cited: [{ index: 1, passage: passage('p1', TEXT), text: TEXT }],
  retrievalLead: null,
  estimate: null,
  isCut: false,
  isSearchDegraded: false,
  ...changes,
});

describe('readSigns', () => {
  it('finds a quotation supported by its passage', () => {
    const signs = readSigns(written('Full-time staff have 29 days of paid leave a year. [1]'));
    expect(signs).toMatchObject({ support: 1, citedShare: 1, citedEarly: 1, questionCoverage: 1 });
  });

  it('finds a number that the passage does not say', () => {
    const signs = readSigns(written('Full-time staff have 35 days of paid leave a year. [1]'));
    expect(signs.support).toBeLessThan(1);
  });

  it('finds what follows the last citation uncited', () => {
    const signs = readSigns(written('Staff have 29 days of leave [1]. Ask your manager. Then book it.'));
    expect(signs.citedShare).toBeCloseTo(1 / 3);
  });

  it('takes a run of sentences with one citation behind it for cited', () => {
    expect(readSigns(written('Staff have 29 days. Unused leave expires. [1]')).citedShare).toBe(1);
  });

  it('sees that what is cited stood late in the prompt and speaks of something else', () => {
    const cited = [{ index: 4, passage: passage('p4', 'Parking is free.'), text: 'Parking is free.' }];
    const signs = readSigns(written('Parking is free. [1]', { cited }));
    expect(signs.citedEarly).toBe(0.25);
    expect(signs.questionCoverage).toBe(0);
  });

  it('compares scripts without spaces by their characters', () => {
    const text = '年次休暇は二十七日です。';
    const cited = [{ index: 1, passage: passage('p1', text), text }];
    const signs = readSigns(
      written('年次休暇は二十七日です。[1]', { question: '年次休暇は何日ですか', cited }),
    );
    expect(signs.support).toBe(1);
    expect(signs.questionCoverage).toBeGreaterThan(0.5);
  });
});
