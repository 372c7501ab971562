import type { Scenario } from '../../contract.ts';
import { auditWriterDies } from './audit-writer-dies.ts';
import { clockJumps } from './clock-jumps.ts';
import { dashboardUnderLoad } from './dashboard-load.ts';
import { diskFull } from './disk-full.ts';
import { smallHeap } from './small-heap.ts';
import { versionSkew } from './version-skew.ts';

/** Faults of the machine, and of those who run the fleet on it. */
export const MACHINE_SCENARIOS: readonly Scenario[] = [
  clockJumps,
  diskFull,
  auditWriterDies,
  smallHeap,
  versionSkew,
  dashboardUnderLoad,
];
