import type { DegradationLevel } from '../ports/answers.ts';

/** What a level of service still does. */
export interface LevelOfService {
  readonly searches: boolean;
  readonly generates: boolean;
  readonly streams: boolean;
  /** Popularity and daily aggregates; audit, ledger and metrics are always kept. */
  readonly keepsStatistics: boolean;
}

/** The four levels of service. */
export const LEVELS: Readonly<Record<DegradationLevel, LevelOfService>> = {
  full: { searches: true, generates: true, streams: true, keepsStatistics: true },
  reduced: { searches: true, generates: true, streams: false, keepsStatistics: false },
  minimal: { searches: true, generates: false, streams: false, keepsStatistics: false },
  maintenance: { searches: false, generates: false, streams: false, keepsStatistics: false },
};
