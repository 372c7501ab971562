/** What a near miss changes: a trap for whoever compares vectors alone. */
export type SlotKind = 'comparative' | 'date' | 'entity' | 'negation' | 'number' | 'subject' | 'unit';

/** One meaning in the words that people use for it, the most usual first. */
export type SlotValue = readonly [string, ...string[]];

export interface Slot {
  readonly kind: SlotKind;
  /** Each of another meaning: changing one value for another changes the answer. */
  readonly values: readonly SlotValue[];
}

/** Questions of one shape. Every frame asks the same; what a slot holds decides what is asked. */
export interface QuestionFamily {
  readonly name: string;
  /** With `{slot}` for each slot, the most usual first. */
  readonly frames: readonly string[];
  readonly slots: Readonly<Record<string, Slot>>;
}

const slotOf =
  (kind: SlotKind) =>
  (...values: readonly (string | SlotValue)[]): Slot => ({
    kind,
    values: values.map((value) => (typeof value === 'string' ? [value] : value)),
  });

export const comparative: (...values: readonly (string | SlotValue)[]) => Slot = slotOf('comparative');
export const date: (...values: readonly (string | SlotValue)[]) => Slot = slotOf('date');
export const entity: (...values: readonly (string | SlotValue)[]) => Slot = slotOf('entity');
export const negation: (...values: readonly (string | SlotValue)[]) => Slot = slotOf('negation');
export const number: (...values: readonly (string | SlotValue)[]) => Slot = slotOf('number');
export const subject: (...values: readonly (string | SlotValue)[]) => Slot = slotOf('subject');
export const unit: (...values: readonly (string | SlotValue)[]) => Slot = slotOf('unit');
