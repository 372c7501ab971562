import type { Lane } from '@ragfleet/kernel';
import type { DegradationLevel } from './answers.ts';

export type LevelSetter = 'operator' | 'admin' | 'rule';

/** Why a rule lowers the fleet's level. */
export type RuleCause = 'models-failing' | 'queue-wait' | 'fleet-budget';

/** A level that somebody has set, and why. A rule's reason is its cause. */
export interface LevelSetting {
  readonly level: DegradationLevel;
  readonly reason: string;
  readonly by: LevelSetter;
  readonly sinceMs: number;
}

/** Everything that decides at which level a tenant is served. null where nobody has set one. */
export interface LevelSettings {
  readonly fleet: LevelSetting | null;
  /** Counts only where no operator has set the fleet's. */
  readonly ruled: LevelSetting | null;
  readonly tenant: LevelSetting | null;
}

/** A level as an answer names it: `reasons` are codes, none at full service. */
export interface LevelInForce {
  readonly level: DegradationLevel;
  readonly reasons: readonly string[];
}

/** How the models did in the last minute. A question whose first model failed may still have got its answer. */
export interface ModelHealthCounts {
  readonly calls: number;
  readonly failedCalls: number;
  readonly questions: number;
  /** That no model of the ladder answered. */
  readonly unansweredQuestions: number;
}

/** Hears how the models did with one question. Never fails, and nobody waits for it. */
export interface ModelHealth {
  record(counts: ModelHealthCounts): void;
}

/** What the rules look at. */
export interface FleetSigns {
  readonly models: ModelHealthCounts;
  /** How long the job that is next in each lane has waited; 0 where none does. */
  readonly waitMs: Readonly<Record<Lane, number>>;
  /** Of all tenants in this calendar month, in US dollars; null where nothing limits it. */
  readonly spentUsd: number | null;
}

/** The fleet's part of the settings, for the rules. */
export interface RuledLevels {
  fleet(): Promise<Pick<LevelSettings, 'fleet' | 'ruled'>>;
  /** null takes the rules' level back. */
  rule(setting: LevelSetting | null): Promise<void>;
}
