import { describe, expect, it } from 'vitest';
import { neighborDifference } from './neighbor-difference.ts';

const pair = (one: string, other: string, similarity: number) =>
  neighborDifference({ one, other, similarity });

describe('neighborDifference', () => {
  it('believes a near vector about words that no list knows, and no other', () => {
    const [one, other] = ['how is a widget recalibrated', 'how is a gizmo recalibrated'];
    expect(pair(one, other, 0.96)).toBeNull();
    expect(pair(one, other, 0.94)).toBe('subject');
  });

  it.each([
    ['numbers', 'what is the limit for 5 users', 'what is the limit for 50 users'],
    ['dates', 'what was the revenue in 2023', 'what was the revenue in 2024'],
    ['negation', 'is overtime paid on Sundays', 'is overtime not paid on Sundays'],
    ['entities', 'where is the Berlin office', 'where is the Lyon office'],
  ])('believes no vector about %s', (kind, one, other) => {
    expect(pair(one, other, 0.9999)).toBe(kind);
  });

  it('takes two first words that differ for names', () => {
    expect(pair('Juniper designers count', 'Lumen designers count', 0.99)).toBe('entities');
  });
});
