import type { Sealer } from '@ragfleet/sealing';

/** For commands that open nothing. */
export const noSealer = (): Sealer => {
  throw new Error('Nobody seals here.');
};
