import type { Clock } from '@ragfleet/kernel';
import type { FleetSigns, LevelSetting, RuleCause, RuledLevels } from '../ports/degradation.ts';
import { createLevelHysteresis, type HysteresisTimes } from './level-hysteresis.ts';
import { type RuledLevel, type RuleThresholds, wantedLevel } from './wanted-level.ts';

/** A level that the rules have chosen. `cause` is null when they went back to full service. */
export interface RuledChange {
  readonly from: RuledLevel;
  readonly to: RuledLevel;
  readonly cause: RuleCause | null;
}

export interface FleetRulePorts {
  readonly levels: RuledLevels;
  readonly readSigns: () => Promise<FleetSigns>;
  readonly clock: Clock;
  readonly onChange: (change: RuledChange) => Promise<void>;
}

/**
 * One look of the rules at the fleet, for whichever process leads: run it every few seconds. While an operator's level
 * stands they rest, and begin anew when it is taken back. Throws what its ports throw.
 */
export function createFleetRule(
  { levels, readSigns, clock, onChange }: FleetRulePorts,
  settings: RuleThresholds & HysteresisTimes,
): () => Promise<void> {
  const hysteresis = createLevelHysteresis(settings, clock);
  let lastCause: RuleCause | null = null;
  return async () => {
    const { fleet, ruled } = await levels.fleet();
    if (fleet !== null) return hysteresis.restart();
    const from = ruledLevelOf(ruled);
    const wanted = wantedLevel(await readSigns(), settings);
    lastCause = wanted.cause ?? lastCause;
    const to = hysteresis.next(from, wanted.level);
    if (to === from) return;
    const cause = to === 'full' ? null : lastCause;
    await levels.rule(
      cause === null ? null : { level: to, reason: cause, by: 'rule', sinceMs: clock.nowMs() },
    );
    await onChange({ from, to, cause });
  };
}

function ruledLevelOf(ruled: LevelSetting | null): RuledLevel {
  if (ruled === null || ruled.level === 'maintenance') return 'full';
  return ruled.level;
}
