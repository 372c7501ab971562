import type { DegradationLevel } from '../ports/answers.ts';
import type { LevelInForce, LevelSetter, LevelSetting, LevelSettings } from '../ports/degradation.ts';

const ORDER: readonly DegradationLevel[] = ['full', 'reduced', 'minimal', 'maintenance'];

/** 0 for full service, higher for less of it. */
export const rankOf = (level: DegradationLevel): number => ORDER.indexOf(level);

export const FULL_SERVICE: LevelInForce = { level: 'full', reasons: [] };

/** Whose level decides, and the setting itself; null where nobody has set any. */
export function decidingSetting({
  fleet,
  ruled,
  tenant,
}: LevelSettings): { readonly scope: 'fleet' | 'tenant'; readonly setting: LevelSetting } | null {
  const ofFleet = fleet ?? ruled;
  const isTenants = tenant !== null && (ofFleet === null || rankOf(tenant.level) > rankOf(ofFleet.level));
  if (isTenants) return { scope: 'tenant', setting: tenant };
  return ofFleet === null ? null : { scope: 'fleet', setting: ofFleet };
}

const BY_HAND: Readonly<Record<Exclude<LevelSetter, 'rule'>, string>> = {
  operator: 'set-by-operator',
  admin: 'set-by-admin',
};

/** The level in codes that answers may carry. What people wrote as a reason is not among them. */
export function levelInForce(settings: LevelSettings): LevelInForce {
  const deciding = decidingSetting(settings);
  if (deciding === null || deciding.setting.level === 'full') return FULL_SERVICE;
  const { level, by, reason } = deciding.setting;
  const code = by === 'rule' ? reason : BY_HAND[by];
  return { level, reasons: level === 'maintenance' ? ['maintenance', code] : [code] };
}
