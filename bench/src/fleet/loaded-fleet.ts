import { queueKeys } from '@ragfleet/contracts';
import { waitUntil } from '../load/wait-until.ts';
import type { AppFleet } from './start-app-fleet.ts';

/** Of two query workers under a hundred queries a second of some seconds each: one of them could hold all of one lane's. */
export const LOADED_SLOTS = { HIGH_SLOTS: '32', NORMAL_SLOTS: '64', LOW_SLOTS: '16', SHARED_SLOTS: '64' };
/** Past the deadline of the last query of the normal lane: by then each has ended, well or not. */
const DRAIN_MS = 330_000;

/** Resolves when no query is open; false when some still are past their deadlines: who reads them again finds them. */
export const untilNoneIsOpen = ({ queueRedis }: Pick<AppFleet, 'queueRedis'>): Promise<boolean> =>
  waitUntil(async () => (await queueRedis.zcard(queueKeys.deadlines)) === 0, DRAIN_MS);
