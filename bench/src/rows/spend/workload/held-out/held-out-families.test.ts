import { describe, expect, it, test } from 'vitest';
import { type Meaning, meaningsOf } from '../generate-workload.ts';
import type { QuestionFamily, SlotKind } from '../question-family.ts';
import { TUNING_FAMILIES } from '../tuning/tuning-families.ts';
import { HELD_OUT_COMPANIES, HELD_OUT_FAMILIES } from './held-out-families.ts';

const COMPANIES = 7;
const FAMILIES_PER_COMPANY = 6;
const MAX_SHARE_DIFFERENCE = 0.05;
/** A sixth of the questions of a full run: what it draws its base questions from. */
const BASE_QUESTIONS_OF_A_FULL_RUN = 1_000;
const SLOT_KINDS: readonly SlotKind[] = [
  'comparative',
  'date',
  'entity',
  'negation',
  'number',
  'subject',
  'unit',
];

describe('the held-out half', () => {
  it('has as many families for each of its companies, and more meanings than a full run draws', () => {
    const sizes = Object.values(HELD_OUT_COMPANIES).map(({ length }) => length);
    expect(sizes).toEqual(Array.from({ length: COMPANIES }, () => FAMILIES_PER_COMPANY));
    expect(meaningsOf(HELD_OUT_FAMILIES).length).toBeGreaterThan(BASE_QUESTIONS_OF_A_FULL_RUN);
  });

  it('names every slot in every frame once, and no other', () => {
    for (const { frames, slots } of HELD_OUT_FAMILIES)
      for (const frame of frames)
        expect(frame.match(/(?<=\{)\w+(?=\})/g)?.toSorted(), frame).toEqual(Object.keys(slots).toSorted());
  });

  it('asks for each meaning in at least four frames', () => {
    for (const { name, frames } of HELD_OUT_FAMILIES) expect(frames.length, name).toBeGreaterThanOrEqual(4);
  });

  it('never has one question twice, in one meaning or in two', () => {
    const asked = questionsOf(HELD_OUT_FAMILIES);
    const known = new Set<string>();
    expect(asked.filter((text) => known.size === known.add(text).size)).toEqual([]);
  });

  test.each(SLOT_KINDS)('changes its %s in about as many near misses as the tuning half', (kind) => {
    const [share, tuningShare] = [HELD_OUT_FAMILIES, TUNING_FAMILIES].map((families) =>
      nearMissShareOf(families, kind),
    );
    expect(share).toBeGreaterThan(0);
    expect(Math.abs((share ?? 0) - (tuningShare ?? 0))).toBeLessThan(MAX_SHARE_DIFFERENCE);
  });
});

describe('the held-out half against the tuning half', () => {
  it('shares no family, frame or value that names something', () => {
    const tuning = new Set(partsOf(TUNING_FAMILIES));
    expect(partsOf(HELD_OUT_FAMILIES).filter((part) => tuning.has(part))).toEqual([]);
  });

  it('asks no question of it', () => {
    const tuning = new Set(questionsOf(TUNING_FAMILIES));
    expect(questionsOf(HELD_OUT_FAMILIES).filter((text) => tuning.has(text))).toEqual([]);
  });

  it('gives no two of its own companies one family name or one frame', () => {
    const parts = HELD_OUT_FAMILIES.flatMap(({ name, frames }) => [name, ...frames]);
    expect(new Set(parts).size).toBe(parts.length);
  });
});

/** Whatever can be asked: each meaning in each frame with each form of its values, in lower case. */
function questionsOf(families: readonly QuestionFamily[]): string[] {
  return meaningsOf(families).flatMap(wordingsOf);
}

function wordingsOf({ family, fill }: Meaning): string[] {
  return Object.entries(family.slots)
    .reduce<readonly string[]>(
      (texts, [name, { values }], at) =>
        texts.flatMap((text) =>
          (values[fill[at] ?? 0] ?? []).map((form) => text.replaceAll(`{${name}}`, form)),
        ),
      family.frames,
    )
    .map((text) => text.toLowerCase());
}

function partsOf(families: readonly QuestionFamily[]): string[] {
  return families
    .flatMap(({ name, frames, slots }) => [
      name,
      ...frames,
      ...Object.values(slots).flatMap(({ kind, values }) => (kind === 'entity' ? values.flat() : [])),
    ])
    .map((part) => part.toLowerCase());
}

/** How many of the near misses of all meanings change a slot of this kind: each changeable slot of a meaning as often. */
function nearMissShareOf(families: readonly QuestionFamily[], wanted: SlotKind): number {
  const meanings = meaningsOf(families);
  const shares = meanings.map(({ family: { slots } }) => {
    const kinds = Object.values(slots).flatMap(({ kind, values }) => (values.length > 1 ? [kind] : []));
    return kinds.filter((kind) => kind === wanted).length / Math.max(1, kinds.length);
  });
  return shares.reduce((sum, share) => sum + share, 0) / meanings.length;
}
