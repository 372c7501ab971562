import type { LevelSetting, LevelSettings } from '../ports/degradation.ts';
import type { LevelChange } from './record-level-change.ts';

export interface ChangeLevelPorts {
  readonly levels: {
    read(tenantId: string | null): Promise<LevelSettings>;
    set(tenantId: string | null, setting: LevelSetting | null): Promise<void>;
  };
  /** Rejects when the change cannot be written down: then it is not made. */
  readonly auditLevelChange: (change: LevelChange) => Promise<void>;
  /** Told after the change. */
  readonly onLevelChange: (change: LevelChange) => void;
  readonly nowMs: () => number;
}

/** By a person, for the fleet (no tenant) or for one tenant. `full` takes back what was set. */
export type ChangeLevel = Omit<LevelChange, 'from'>;

/** Has the change written down, then sets the level of service. Returns what is set afterwards. Faults of the audit and of the store. */
export async function changeLevel(
  { levels, auditLevelChange, onLevelChange, nowMs }: ChangeLevelPorts,
  { tenantId, to: level, by, reason, ...who }: ChangeLevel,
): Promise<LevelSettings> {
  const before = ownOf(tenantId, await levels.read(tenantId));
  const change = { tenantId, from: before?.level ?? 'full', to: level, by, reason, ...who } as const;
  await auditLevelChange(change);
  await levels.set(tenantId, level === 'full' ? null : { level, reason, by, sinceMs: nowMs() });
  onLevelChange(change);
  return levels.read(tenantId);
}

/** What the scope itself has in force: of the fleet, also what the rules have chosen. */
const ownOf = (tenantId: string | null, { fleet, ruled, tenant }: LevelSettings): LevelSetting | null =>
  tenantId === null ? (fleet ?? ruled) : tenant;
