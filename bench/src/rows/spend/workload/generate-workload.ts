import { seededNumbers } from '@ragfleet/test-support';
import { zipf } from '../../../draws/zipf.ts';
import { HELD_OUT_FAMILIES } from './held-out/held-out-families.ts';
import type { QuestionFamily, SlotKind } from './question-family.ts';
import { TUNING_FAMILIES } from './tuning/tuning-families.ts';

export type Half = 'tuning' | 'held-out';

export const FAMILIES: Readonly<Record<Half, readonly QuestionFamily[]>> = {
  tuning: TUNING_FAMILIES,
  'held-out': HELD_OUT_FAMILIES,
};

/** What is asked, whatever the words: two questions of one tenant have one answer exactly when these are equal. */
export interface Meaning {
  readonly family: QuestionFamily;
  /** The place of each slot's value, in the family's order of slots. */
  readonly fill: readonly number[];
}

export interface AskedInWorkload {
  readonly tenant: string;
  /** Colleagues with different rights ask the same things. */
  readonly group: string;
  readonly text: string;
  /** Names its answer: tenant and meaning. */
  readonly label: string;
  /** What was changed against the question that was drawn; null when it was asked itself. */
  readonly nearMiss: SlotKind | null;
}

export interface WorkloadOptions {
  readonly families: readonly QuestionFamily[];
  readonly questions: number;
  readonly seed: number;
}

/** Exponent of Zipf's law for what is asked; and for the ways to ask it. */
const MEANING_EXPONENT = 1;
const WORDING_EXPONENT = 1;
const NEAR_MISS_SHARE = 0.2;
/** Base questions beyond these are not in the draw: the tail of a workload grows with its length. */
const QUESTIONS_PER_MEANING = 6;
const TENANTS = weighted({ northwind: 0.8, larkfield: 0.2 });
const GROUPS = weighted({ everyone: 0.7, finance: 0.2, managers: 0.1 });

/** Questions of one day in order: Zipf over base questions, over their wordings, and near misses in between. */
export function generateWorkload({ families, questions, seed }: WorkloadOptions): AskedInWorkload[] {
  const random = seededNumbers(seed);
  const base = shuffled(meaningsOf(families), random).slice(
    0,
    Math.max(1, Math.round(questions / QUESTIONS_PER_MEANING)),
  );
  const drawMeaning = zipf(base.length, MEANING_EXPONENT);
  return Array.from({ length: questions }, () => {
    const drawn = itemAt(base, drawMeaning(random()));
    const nearMiss = random() < NEAR_MISS_SHARE ? changeOne(drawn, random) : null;
    const meaning = nearMiss?.meaning ?? drawn;
    const tenant = TENANTS(random());
    return {
      tenant,
      group: GROUPS(random()),
      text: wordingOf(meaning, random),
      label: `${tenant} ${nameOf(meaning)}`,
      nearMiss: nearMiss?.kind ?? null,
    };
  });
}

/** Every meaning of the families, in their order. */
export function meaningsOf(families: readonly QuestionFamily[]): Meaning[] {
  return families.flatMap((family) =>
    Object.values(family.slots)
      .reduce<number[][]>(
        (fills, { values }) => fills.flatMap((fill) => values.map((_, at) => [...fill, at])),
        [[]],
      )
      .map((fill) => ({ family, fill })),
  );
}

export const nameOf = ({ family, fill }: Meaning): string => `${family.name} ${fill.join(' ')}`;

/** One way to ask it: a frame and a form of each value, the usual ones most often. */
export function wordingOf({ family, fill }: Meaning, random: () => number): string {
  let text = pick(family.frames, random);
  for (const [at, [name, { values }]] of Object.entries(family.slots).entries()) {
    text = text.replaceAll(`{${name}}`, pick(itemAt(values, fill[at] ?? 0), random));
  }
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The same question but for one slot. Null where no slot has another value. */
export function changeOne(
  { family, fill }: Meaning,
  random: () => number,
): { readonly meaning: Meaning; readonly kind: SlotKind } | null {
  const slots = Object.values(family.slots);
  const changeable = slots.flatMap(({ values }, at) => (values.length > 1 ? [at] : []));
  if (changeable.length === 0) return null;
  const at = itemAt(changeable, Math.floor(random() * changeable.length));
  const { kind, values } = itemAt(slots, at);
  const other = ((fill[at] ?? 0) + 1 + Math.floor(random() * (values.length - 1))) % values.length;
  return { meaning: { family, fill: fill.with(at, other) }, kind };
}

function pick<Item>(items: readonly Item[], random: () => number): Item {
  return itemAt(items, zipf(items.length, WORDING_EXPONENT)(random()));
}

function itemAt<Item>(items: readonly Item[], at: number): Item {
  const item = items[at];
  if (item === undefined) throw new Error(`There is no item ${at} of ${items.length}.`);
  return item;
}

function weighted(shares: Readonly<Record<string, number>>): (at: number) => string {
  return (at) => {
    let rest = at;
    for (const [name, share] of Object.entries(shares)) {
      if (rest < share) return name;
      rest -= share;
    }
    return Object.keys(shares)[0] ?? '';
  };
}

/** In an order by chance. */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
