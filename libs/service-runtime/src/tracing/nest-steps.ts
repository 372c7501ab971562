import type { EndedStep } from './contract.ts';

/** A step and the one whose time it lies in; -1 where that is none of the steps. */
export interface NestedStep {
  readonly step: EndedStep;
  /** Its place in the same list; always before it. */
  readonly parentAt: number;
}

/**
 * Steps as a tree, parents first. A step is told at its end, when those inside it have long been told: its time says what
 * was inside. Of several that hold it the narrowest is its parent.
 */
export function nestSteps(steps: readonly EndedStep[]): readonly NestedStep[] {
  // Of two with the same time the one told later is the outer one: it ended after the other.
  const ordered = steps
    .map((step, toldAt) => ({ step, toldAt }))
    .toSorted(
      (left, right) =>
        left.step.fromMs - right.step.fromMs ||
        right.step.toMs - left.step.toMs ||
        right.toldAt - left.toldAt,
    );
  return ordered.map(({ step }, at) => ({
    step,
    parentAt: ordered.slice(0, at).findLastIndex((outer) => outer.step.toMs >= step.toMs),
  }));
}
