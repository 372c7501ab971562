import { describe, expect, it } from 'vitest';
import { judgeNeighbor } from './judge-neighbor.ts';

const judge = (one: string, other: string, similarity: number) => judgeNeighbor({ one, other, similarity });

/** Six things to speak of: the longer a question, the less a word of another meaning moves its vector. */
const REST = 'recalibrated on the Juniper rig in Oslo after 2019';

describe('judgeNeighbor', () => {
  it.each([
    ['one word in the place of another', `how is a widget ${REST}`, `how is a gizmo ${REST}`, 0.963],
    ['a word that is added', `how is a widget ${REST}`, `how is a rusty widget ${REST}`, 0.963],
    ['words of their own', `how is a widget ${REST}`, `how does one true up a rusty gizmo ${REST}`, 0.959],
    ['few words', 'how is a widget recalibrated', 'how is a gizmo recalibrated', 0.9],
  ])('believes a near vector about %s, and no other', (_what, one, other, trusted) => {
    expect(judge(one, other, trusted)).toBe('same-if-found-first');
    expect(judge(one, other, trusted - 0.01)).toBe('subject');
  });

  it('needs nothing more where the lists know every word', () => {
    expect(judge('how many leave days do I have', 'how many days of leave do I have', 0.5)).toBe('same');
  });

  it.each([
    ['numbers', 'what is the limit for 5 users', 'what is the limit for 50 users'],
    ['dates', 'what was the revenue in 2023', 'what was the revenue in 2024'],
    ['negation', 'is overtime paid on Sundays', 'is overtime not paid on Sundays'],
    ['entities', 'where is the Berlin office', 'where is the Lyon office'],
  ])('believes no vector about %s', (kind, one, other) => {
    expect(judge(one, other, 0.9999)).toBe(kind);
  });

  it('takes two first words that differ for names', () => {
    expect(judge('Juniper designers count', 'Lumen designers count', 0.99)).toBe('entities');
  });

  it('takes the month of May for no permission', () => {
    expect(judge('what was the uptime in May 2023', 'In May 2023, what was the uptime', 0.99)).toBe('same');
  });
});
