import type { DegradationLevel } from '../ports/answers.ts';

/** What a level of service still does. */
export interface LevelOfService {
  readonly searches: boolean;
  readonly generates: boolean;
  readonly streams: boolean;
}

export const LEVELS: Readonly<Record<DegradationLevel, LevelOfService>> = {
  full: { searches: true, generates: true, streams: true },
  reduced: { searches: true, generates: true, streams: false },
  minimal: { searches: true, generates: false, streams: false },
  maintenance: { searches: false, generates: false, streams: false },
};
