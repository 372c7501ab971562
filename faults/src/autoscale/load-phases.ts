import type { Lane } from '@ragfleet/kernel';

/** A part of the run with a load of its own. */
export interface LoadPhase {
  readonly name: string;
  /** Of the whole time. */
  readonly share: number;
  /** Of the full load. */
  readonly load: number;
}

/** One worker's work, then six workers', then down in steps, so that those who are told to go have work in their hands. */
export const LOAD_PHASES: readonly LoadPhase[] = [
  { name: 'one worker’s work', share: 0.07, load: 0.1 },
  { name: 'the full load', share: 0.38, load: 1 },
  { name: 'half of it', share: 0.15, load: 0.5 },
  { name: 'a quarter of it', share: 0.15, load: 0.25 },
  { name: 'one worker’s work', share: 0.25, load: 0.1 },
];

/** How long the model takes for each answer: below the drain that a worker has (10 s), and a real load. */
export const ANSWER_MS = 6_000;

/** Questions a second: 54 are answered at a time then, and by the manifest's formula these ask for 5.4 workers. */
export const FULL_LOAD: readonly { readonly lane: Lane; readonly perSecond: number }[] = [
  { lane: 'high', perSecond: 1.8 },
  { lane: 'normal', perSecond: 3.6 },
  { lane: 'low', perSecond: 3.6 },
];
