import { type Lane, LANES } from '@ragfleet/kernel';
import type { LaneSlots } from './contract.ts';

/** Who holds how many of the process's slots, and how many each lane may hold right now. */
export interface SlotAllocator {
  take(lane: Lane): void;
  release(lane: Lane): void;
  heldBy(lane: Lane): number;
  /** The lane's reserve and what of the shared pool the other lanes have left; never under 1, as BullMQ demands. */
  limitOf(lane: Lane): number;
}

/**
 * A lane uses its own reserve first and the shared pool after it. A reserve is never lent: a model call cannot be
 * interrupted to give it back. Lanes that fetch at the same moment may exceed the total by one slot each; the next
 * limits take it back.
 */
export function createSlotAllocator({ reserved, shared }: LaneSlots): SlotAllocator {
  const held: Record<Lane, number> = { high: 0, normal: 0, low: 0 };
  const borrowedBy = (lane: Lane): number => Math.max(0, held[lane] - reserved[lane]);
  return {
    take: (lane) => {
      held[lane] += 1;
    },
    release: (lane) => {
      held[lane] = Math.max(0, held[lane] - 1);
    },
    heldBy: (lane) => held[lane],
    limitOf: (lane) => {
      let lent = 0;
      for (const other of LANES) if (other !== lane) lent += borrowedBy(other);
      return Math.max(1, reserved[lane] + Math.max(0, shared - lent));
    },
  };
}
