import { describe, expect, it, test } from 'vitest';
import { seededNumbers } from '@ragfleet/test-support';
import {
  changeOne,
  FAMILIES,
  generateWorkload,
  type Half,
  meaningsOf,
  nameOf,
  wordingOf,
} from './generate-workload.ts';
import type { QuestionFamily } from './question-family.ts';
import { HELD_BACK_FAMILIES } from './tuning/tuning-families.ts';

const PARTS: Readonly<Record<string, readonly QuestionFamily[]>> = {
  ...FAMILIES,
  'held-back': HELD_BACK_FAMILIES,
};
const workload = (half: Half, seed = 7) =>
  generateWorkload({ families: FAMILIES[half], questions: 1_000, seed });

describe('generateWorkload', () => {
  it('gives the same questions for the same seed, and others for another', () => {
    expect(workload('tuning')).toEqual(workload('tuning'));
    expect(workload('tuning')).not.toEqual(workload('tuning', 8));
  });

  it.each([
    ['tuning', 'held-out'],
    ['held-back', 'held-out'],
    ['held-back', 'tuning'],
  ])(
    'shares no family, frame, wording or slot value that names something between %s and %s',
    (one, other) => {
      const partsOf = (families: readonly QuestionFamily[] = []): Set<string> =>
        new Set(
          families.flatMap(({ name, frames, slots }) => [
            name,
            ...frames,
            ...Object.values(slots).flatMap(({ kind, values }) => (kind === 'entity' ? values.flat() : [])),
          ]),
        );
      expect(partsOf(PARTS[one]).size).toBeGreaterThan(0);
      expect([...partsOf(PARTS[one])].filter((part) => partsOf(PARTS[other]).has(part))).toEqual([]);
    },
  );

  it('asks nothing in one half that was asked in the other', () => {
    const asked = new Set(workload('tuning').map(({ text }) => text));
    expect(workload('held-out').filter(({ text }) => asked.has(text))).toEqual([]);
  });

  it('asks the same things often and in several ways, with near misses and two tenants in between', () => {
    const asked = workload('held-out');
    const labels = new Set(asked.map(({ label }) => label));
    const wordings = new Set(asked.map(({ label, text }) => `${label} ${text}`));
    expect(labels.size).toBeLessThan(asked.length / 2);
    expect(wordings.size).toBeGreaterThan(labels.size * 1.5);
    const kinds = new Set(asked.map(({ nearMiss }) => nearMiss));
    for (const kind of ['comparative', 'date', 'entity', 'negation', 'number', 'subject', 'unit', null])
      expect(kinds).toContain(kind);
    expect(new Set(asked.map(({ tenant }) => tenant)).size).toBe(2);
  });
});

describe.each(Object.entries(PARTS))('the %s part', (_name, families) => {
  test('names every slot in every frame, and no other', () => {
    for (const { frames, slots } of families)
      for (const frame of frames)
        expect([...new Set(frame.match(/(?<=\{)\w+(?=\})/g))].toSorted(), frame).toEqual(
          Object.keys(slots).toSorted(),
        );
  });

  test('never has one wording for two meanings', () => {
    const random = seededNumbers(3);
    const meanings = new Map<string, string>();
    const shared = meaningsOf(families).flatMap((meaning) =>
      Array.from({ length: 20 }, () => {
        const text = wordingOf(meaning, random);
        const known = meanings.get(text) ?? nameOf(meaning);
        meanings.set(text, nameOf(meaning));
        return known === nameOf(meaning) ? [] : [text];
      }).flat(),
    );
    expect(shared).toEqual([]);
  });

  test('changes exactly one slot for a near miss', () => {
    const random = seededNumbers(4);
    for (const meaning of meaningsOf(families)) {
      const fill = changeOne(meaning, random)?.meaning.fill ?? [];
      expect(fill.filter((value, at) => value !== meaning.fill[at])).toHaveLength(1);
    }
  });
});
