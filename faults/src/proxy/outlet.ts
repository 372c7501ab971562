import type { Socket } from 'node:net';
import type { Alarm } from './alarm.ts';
import type { Toxics } from './contract.ts';
import { pieceBytes, transferMs } from './toxics/bandwidth.ts';
import { createDataLimit } from './toxics/limit-data.ts';
import { sliceBytes } from './toxics/slicer.ts';

export interface OutletOptions {
  readonly destination: Socket;
  readonly alarm: Alarm;
  readonly toxics: () => Toxics;
  readonly random: () => number;
  /** True when nothing gets through any more. Asked before each write. */
  readonly isLost: () => boolean;
  /** Ends the connection once what was written has left. */
  readonly close: () => void;
}

/** Where a flow leaves: cut into slices, those at the line's rate, up to the limit, and no faster than it is read. */
export interface Outlet {
  passedBytes(): number;
  send(bytes: Buffer): Promise<void>;
}

export function createOutlet(options: OutletOptions): Outlet {
  const { destination, alarm, toxics, random, isLost } = options;
  const dataLimit = createDataLimit();
  let passedBytes = 0;
  destination.on('drain', () => alarm.wake());

  const write = async (bytes: Buffer): Promise<void> => {
    const admitted = dataLimit.admit(toxics().limitData, bytes.length);
    passedBytes += admitted.bytes;
    if (admitted.bytes > 0) destination.write(bytes.subarray(0, admitted.bytes));
    if (admitted.isReached) options.close();
    while (destination.writableNeedDrain && !destination.destroyed && !alarm.isOver())
      await alarm.sleep(Infinity);
  };

  const transfer = async (bytes: Buffer): Promise<void> => {
    let rest = bytes;
    while (rest.length > 0) {
      const size = pieceBytes(toxics().bandwidth, rest.length);
      await alarm.holdSince(performance.now(), () => transferMs(toxics().bandwidth, size));
      if (isLost()) return;
      await write(rest.subarray(0, size));
      rest = rest.subarray(size);
    }
  };

  const send = async (bytes: Buffer): Promise<void> => {
    let rest = bytes;
    while (rest.length > 0 && !isLost()) {
      const size = sliceBytes(toxics().slicer, rest.length, random());
      await transfer(rest.subarray(0, size));
      rest = rest.subarray(size);
      if (rest.length > 0) await alarm.holdSince(performance.now(), () => toxics().slicer?.delayMs ?? 0);
    }
  };

  return { passedBytes: () => passedBytes, send };
}
