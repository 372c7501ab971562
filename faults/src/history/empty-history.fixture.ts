import type { History } from './contract.ts';

/** Of a fleet that was asked nothing. */
export const EMPTY_HISTORY: History = {
  operations: [],
  reads: [],
  settles: [],
  arrivals: [],
  deadLetters: [],
  foreignBytes: [],
  audits: [],
  processes: [],
  listedQueryIds: {},
  quiescedAtMs: 1_000_000,
};
