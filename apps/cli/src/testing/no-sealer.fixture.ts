import type { Sealer } from '@ragfleet/sealing';

/** For commands that open nothing. */
export const noSealer = (): Promise<Sealer> => Promise.reject(new Error('Nobody seals here.'));
