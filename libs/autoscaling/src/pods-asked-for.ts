import type { QueueLengths } from './keda-scaler.ts';
import type { ScaledObject } from './read-scaled-object.ts';

/**
 * What the triggers ask for, to tell people: before tolerance, rounding, windows, policies and limits. Through the formula,
 * or, where there is none, the most that one trigger asks for; null when none could be read.
 */
export function podsAskedFor({ formula, triggers }: ScaledObject, lengths: QueueLengths): number | null {
  if (formula !== null) {
    const values = Object.fromEntries(triggers.map(({ name, listName }) => [name, lengths(listName)]));
    return formula.formula.evaluate(values) / formula.target;
  }
  const asked = triggers.flatMap(({ listName, listLength }) => {
    const length = lengths(listName);
    return length === null ? [] : [length / listLength];
  });
  return asked.length === 0 ? null : Math.max(...asked);
}
