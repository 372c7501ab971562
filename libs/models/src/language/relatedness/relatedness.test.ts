import { describe, expect, it } from 'vitest';
import labelled from './labelled-pairs.json' with { type: 'json' };
import { stemOf } from '../words.ts';
import { readTable } from './read-table.ts';
import { relatednessOf, relatednessOfStems, stemsNear } from './relatedness.ts';

const NEAR = 0.4;

/** Every second pair: the table's weights were chosen on the others. */
const heldOut = (pairs: readonly string[]): number[] =>
  pairs
    .filter((_pair, at) => at % 2 === 1)
    .map((pair) => {
      const [one = '', other = ''] = pair.split(' ');
      return relatednessOf(one, other);
    });
const near = (values: readonly number[]): number[] => values.filter((value) => value >= NEAR);

describe('relatednessOf', () => {
  it.each([
    ['bunny', 'rabbits'],
    ['doctor', 'physician'],
    ['vet', 'doctors'],
    ['discard', 'disposal'],
    ['discard', 'throw'],
    ['bills', 'invoices'],
    ['vacation', 'holidays'],
    ['purchased', 'bought'],
    ['die', 'death'],
    ['height', 'tall'],
    ['television', 'tv'],
  ])('%s is near %s', (one, other) => {
    expect(relatednessOf(one, other)).toBeGreaterThanOrEqual(NEAR);
  });

  it.each([
    ['open', 'closed'],
    ['arrive', 'leave'],
    ['huge', 'small'],
    ['buy', 'sell'],
    ['dog', 'cat'],
    ['monday', 'tuesday'],
    ['red', 'blue'],
    ['five', 'three'],
    ['leave', 'leaf'],
    ['bank', 'river'],
    ['may', 'june'],
    ['flurb', 'rabbit'],
    ['', 'rabbit'],
  ])('%s is not near %s', (one, other) => {
    expect(relatednessOf(one, other)).toBe(0);
  });

  it.each([
    ['buys', 'bought'],
    ['child', 'children'],
    ['flurbs', 'flurb'],
    ['', ''],
  ])('%s and %s are one word', (one, other) => {
    expect(relatednessOf(one, other)).toBe(1);
  });

  it('is the same whichever word comes first', () => {
    for (const pair of labelled.related) {
      const [one = '', other = ''] = pair.split(' ');
      expect(relatednessOf(one, other)).toBe(relatednessOf(other, one));
    }
  });

  it('tells labelled pairs that were held out', () => {
    const right = near(heldOut(labelled.related)).length;
    const wrong = near(heldOut(labelled.unrelated)).length;
    expect(right / heldOut(labelled.related).length).toBeGreaterThan(0.7);
    expect(right / (right + wrong)).toBeGreaterThan(0.97);
  });
});

describe('relatednessOfStems', () => {
  it.each([
    ['rent', 'lease'],
    ['drug', 'dose'],
    ['foundation', 'base'],
    ['bunny', 'rabbits'],
    ['bills', 'invoices'],
  ])('is for the stems of %s and %s what it is for the words', (one, other) => {
    const near = relatednessOfStems(stemOf(one), stemOf(other));
    expect(near).toBeGreaterThanOrEqual(NEAR);
    expect(near).toBe(relatednessOf(one, other));
  });

  it.each([
    ['era', 'erase'],
    ['plea', 'please'],
    ['lair', 'dense'],
  ])('does not take the stem of %s for that of %s', (one, other) => {
    expect(relatednessOfStems(stemOf(one), stemOf(other))).toBe(0);
  });

  it('knows every stem of the table as itself, and no other', () => {
    const { stems, numbers } = readTable();
    expect(stems.length).toBeGreaterThan(30_000);
    expect(stems.filter((stem, at) => numbers.get(stem) !== at)).toEqual([]);
    expect(relatednessOfStems('flurb', 'rabbit')).toBe(0);
  });
});

describe('stemsNear', () => {
  it('lists those that are as near as asked, from both ends of a link', () => {
    const { stems } = readTable();
    for (const word of ['rabbit', 'rent', 'doctor', 'bill', 'zebra', 'abandon']) {
      const stem = stemOf(word);
      const listed = stemsNear(stem, NEAR);
      expect(listed.length, word).toBeGreaterThan(0);
      const compared = stems
        .filter((other) => other !== stem)
        .map((other): [string, number] => [other, relatednessOfStems(stem, other)])
        .filter(([, relatedness]) => relatedness >= NEAR);
      expect(new Map(listed), word).toEqual(new Map(compared));
      expect(listed).toHaveLength(compared.length);
    }
  });

  it('lists nothing for a stem that nobody knows', () => {
    expect(stemsNear('flurb', 0)).toEqual([]);
  });

  it('lists at most some hundred for any stem', () => {
    const { stems } = readTable();
    expect(Math.max(...stems.map((stem) => stemsNear(stem, 0).length))).toBeLessThan(1_000);
  });
});
