import type { ChainPart } from '../reading/contract.ts';

/** As many as a process that is busy writes in the hour by which its clock was set back; about 550 bytes each. */
const MAX_HELD_LINES = 20_000;

/**
 * The lines of a chain by their numbers, out of a store that knows their times alone: lines of one millisecond come in any
 * order, and a clock that was set back leaves lines before those that they follow, also in the day before. What has no place
 * in that order is told as it comes.
 */
export async function* sortChain(
  parts: AsyncIterable<ChainPart>,
  maxHeldLines = MAX_HELD_LINES,
): AsyncGenerator<ChainPart> {
  const held = new Map<number, ChainPart>();
  let next = 0;
  for await (const part of parts) {
    const seq = part.line?.seq ?? -1;
    if (seq < next || held.has(seq)) yield part;
    else held.set(seq, part);
    // Those before were removed with their days, or are missing.
    if (held.size > maxHeldLines) next = Math.min(...held.keys());
    for (let found = held.get(next); found !== undefined; found = held.get(next)) {
      yield found;
      held.delete(next);
      next += 1;
    }
  }
  const rest = [...held].toSorted(([one], [other]) => one - other);
  for (const [, part] of rest) yield part;
}
