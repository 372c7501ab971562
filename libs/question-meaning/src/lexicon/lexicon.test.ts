import { describe, expect, it } from 'vitest';
import { isAct } from './lexicon.ts';

describe('isAct', () => {
  it.each(['bring', 'cancels', 'served', 'occupied', 'broken', 'postponing'])('%s is done', (form) => {
    expect(isAct(form)).toBe(true);
  });

  it.each(['holiday', 'building', 'villas', 'cheap', 'flurb'])('%s is not', (form) => {
    expect(isAct(form)).toBe(false);
  });
});
