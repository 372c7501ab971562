import { describe, expect, it } from 'vitest';
import { judgeNeighbor } from './judge-neighbor.ts';

const judge = (one: string, other: string, similarity: number) => judgeNeighbor({ one, other, similarity });

/** Six things to speak of: the longer a question, the less a word of another meaning moves its vector. */
const EARLY = 'recalibrated on the Juniper rig in Oslo';
const REST = `${EARLY} after 2019`;

describe('judgeNeighbor', () => {
  it.each([
    ['one word in the place of another', `how is a widget ${REST}`, `how is a gizmo ${REST}`, 0.971],
    ['the same in few words', 'how is a widget recalibrated', 'how is a gizmo recalibrated', 0.951],
    ['a word that is added', `how is a widget ${REST}`, `how is a rusty widget ${REST}`, 0.971],
    [
      'another word in another order',
      `how is a widget ${REST}`,
      `after 2019, how is a gizmo ${EARLY}`,
      0.917,
    ],
    [
      'an added word in another order',
      `how is a widget ${REST}`,
      `after 2019, how is a rusty widget ${EARLY}`,
      0.945,
    ],
    ['words of their own', `how is a widget ${REST}`, `how does one true up a rusty gizmo ${REST}`, 0.917],
    [
      'what is done, where the other leaves it unsaid',
      'which rigs at Juniper were occupied in Oslo in 2019',
      'in 2019, which rigs were there in Oslo at Juniper',
      0.871,
    ],
    [
      'another act, in another order',
      'how is a widget paddled on the Juniper rig in Oslo after 2019',
      'after 2019, how is a widget fetched onto the Juniper rig in Oslo',
      0.867,
    ],
  ])('believes a near vector about %s, and no other', (_what, one, other, trusted) => {
    expect(judge(one, other, trusted)).toBe('same-if-found-first');
    expect(judge(one, other, trusted - 0.01)).toBe('subject');
  });

  it('believes a vector about arriving where the other gets there', () => {
    const [one, other] = [
      'if I arrive in Oslo after 6 pm, where are the keys',
      'I get to Oslo after 6 pm. Where are the keys',
    ];
    expect(judge(one, other, 0.9)).toBe('same-if-found-first');
  });

  it('believes a vector about a time limit where the other says within what time', () => {
    const [one, other] = [
      'within how many days must I report it in Oslo',
      'what is the time limit in days to report it in Oslo',
    ];
    expect(judge(one, other, 0.99)).toBe('same-if-found-first');
  });

  it('believes a vector about an amount, whoever needs a permit for more', () => {
    const [one, other] = [
      'which permit do drivers need to carry more than 300 kg of propane through Oslo',
      'what permit is required to transport more than 300 kg of propane through Oslo',
    ];
    expect(judge(one, other, 0.99)).toBe('same-if-found-first');
  });

  it('reads what is below zero in words as in signs, and what is not done in either way', () => {
    expect(judge('what is kept at minus 5 degrees', 'what is kept at -5 degrees', 0.5)).toBe('same');
    expect(judge('what if I fail to pay', 'what if I do not pay', 0.99)).toMatch(/^same/);
  });

  it('needs nothing more where the lists know every word', () => {
    expect(judge('how many leave days do I have', 'how many days of leave do I have', 0.5)).toBe('same');
  });

  it.each([
    ['a person and another', `how is an intern ${REST}`, `after 2019, how is a manager ${EARLY}`],
    ['a damage and another', `who pays for a flood ${REST}`, `after 2019, who pays for a burglary ${EARLY}`],
    ['a meal and another', `who orders breakfast ${REST}`, `after 2019, who has dinner delivered ${EARLY}`],
    ['starting and leaving', `who started at the rig ${REST}`, `after 2019, who left the rig ${EARLY}`],
    ['what undoes it', `how do I upgrade the rig ${REST}`, `after 2019, how do I downgrade the rig ${EARLY}`],
    ['coming in and leaving', 'how do I log in to the rig', 'how do I log out of the rig'],
    ['what is seldom and what is usual', 'is the rig rarely moved', 'is the rig often moved'],
    ['yes and no', `how do I approve a request ${REST}`, `how do I reject a request ${REST}`],
    ['what is better and what is worse', 'is rig 1 better than rig 2', 'is rig 1 worse than rig 2'],
    ['what may be done and what may not', 'was ist in Oslo erlaubt', 'was ist in Oslo verboten'],
    ['words of another script', '请假需要几天', '请假不需要几天'],
    ['coming and going', `who joined the rig ${REST}`, `after 2019, who left the rig ${EARLY}`],
  ])('believes no vector about %s', (_what, one, other) => {
    expect(judge(one, other, 0.9999)).toBe('subject');
  });

  it.each([
    ['numbers', 'what is the limit for 5 users', 'what is the limit for 50 users'],
    ['dates', 'what was the revenue in 2023', 'what was the revenue in 2024'],
    ['negation', 'is overtime paid on Sundays', 'is overtime not paid on Sundays'],
    ['entities', 'where is the Berlin office', 'where is the Lyon office'],
  ])('believes no vector about %s', (kind, one, other) => {
    expect(judge(one, other, 0.9999)).toBe(kind);
  });

  it.each([
    ['units', 'how many tonnes of wheat did Elm yield', 'how many bushels of wheat did Elm yield'],
    ['negation', 'how is a vessel moored in Oslo', 'how is a vessel unmoored in Oslo'],
    ['comparatives', 'what do we do above the line', 'what do we do below the line'],
    ['comparatives', 'which orders above 2,000 euros', 'which orders below 2,000 euros'],
    ['dates', 'who was here until 31/03/2025', 'who was here until 30 March 2025'],
    ['numbers', 'is .5 % charged in Oslo', 'is 5 % charged in Oslo'],
    ['numbers', 'how is it taken twice daily in Oslo', 'how is it taken once daily in Oslo'],
    ['numbers', 'what is kept at minus 5 degrees', 'what is kept at 5 degrees'],
    ['negation', 'what if I fail to pay in Oslo', 'what if I pay in Oslo'],
    ['negation', 'which plan lacks backups', 'which plan has backups'],
    ['numbers', 'is it ٥ days in Oslo', 'is it ٦ days in Oslo'],
    ['comparatives', 'who pays for children aged 12', 'who pays for children aged 12 and up'],
    ['comparatives', 'wie schalte ich das Gerät ein', 'wie schalte ich das Gerät aus'],
    ['negation', 'wer ist berechtigt', 'wer ist unberechtigt'],
    ['negation', 'comment activer le compte', 'comment désactiver le compte'],
  ])('believes no vector about %s that no list foresaw', (kind, one, other) => {
    expect(judge(one, other, 0.9999)).toBe(kind);
  });
});
