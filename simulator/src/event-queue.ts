/** Things that happen at their time, in simulated milliseconds. */
export interface EventQueue {
  /** The time of what happens now. */
  readonly nowMs: () => number;
  readonly at: (atMs: number, happen: () => void) => void;
  /** Lets everything happen up to and at `untilMs`, in order; at the same time, what was asked first. */
  readonly runUntil: (untilMs: number) => void;
}

interface Event {
  readonly atMs: number;
  readonly order: number;
  readonly happen: () => void;
}

const isBefore = (a: Event, b: Event): boolean => (a.atMs === b.atMs ? a.order < b.order : a.atMs < b.atMs);

/** A binary heap: a day of a million questions is three million events. */
export function createEventQueue(): EventQueue {
  const heap: Event[] = [];
  let nowMs = 0;
  let order = 0;
  return {
    nowMs: () => nowMs,
    at: (atMs, happen) => {
      order += 1;
      push(heap, { atMs: Math.max(atMs, nowMs), order, happen });
    },
    runUntil: (untilMs) => {
      for (let next = heap[0]; next !== undefined && next.atMs <= untilMs; next = heap[0]) {
        removeFirst(heap);
        nowMs = next.atMs;
        next.happen();
      }
      nowMs = Math.max(nowMs, untilMs);
    },
  };
}

function push(heap: Event[], event: Event): void {
  let index = heap.push(event) - 1;
  while (index > 0) {
    const parentIndex = (index - 1) >> 1;
    const parent = heap[parentIndex];
    if (parent === undefined || !isBefore(event, parent)) return;
    heap[index] = parent;
    heap[parentIndex] = event;
    index = parentIndex;
  }
}

function removeFirst(heap: Event[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let index = 0;
  for (let childIndex = 1; childIndex < heap.length; childIndex = 2 * index + 1) {
    const [left, right] = [heap[childIndex], heap[childIndex + 1]];
    const isRight = left !== undefined && right !== undefined && isBefore(right, left);
    const child = isRight ? right : left;
    if (child === undefined || !isBefore(child, last)) break;
    heap[index] = child;
    index = isRight ? childIndex + 1 : childIndex;
  }
  heap[index] = last;
}
