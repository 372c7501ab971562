import type { LevelSetting, LevelSettings } from '../ports/degradation.ts';
import type { LevelChange } from './record-level-change.ts';

export interface ChangeLevelPorts {
  readonly levels: {
    read(tenantId: string | null): Promise<LevelSettings>;
    set(tenantId: string | null, setting: LevelSetting | null): Promise<void>;
  };
  /** Told after the change. */
  readonly onLevelChange: (change: LevelChange) => Promise<void>;
  readonly nowMs: () => number;
}

/** By a person, for the fleet (no tenant) or for one tenant. `full` takes back what was set. */
export type ChangeLevel = Omit<LevelChange, 'from'>;

/** Sets the level of service, and has it written down. Returns what is set afterwards. Faults of the store. */
export async function changeLevel(
  { levels, onLevelChange, nowMs }: ChangeLevelPorts,
  { tenantId, to: level, by, reason, ...who }: ChangeLevel,
): Promise<LevelSettings> {
  const before = ownOf(tenantId, await levels.read(tenantId));
  await levels.set(tenantId, level === 'full' ? null : { level, reason, by, sinceMs: nowMs() });
  await onLevelChange({ tenantId, from: before?.level ?? 'full', to: level, by, reason, ...who });
  return levels.read(tenantId);
}

/** What the scope itself has in force: of the fleet, also what the rules have chosen. */
const ownOf = (tenantId: string | null, { fleet, ruled, tenant }: LevelSettings): LevelSetting | null =>
  tenantId === null ? (fleet ?? ruled) : tenant;
