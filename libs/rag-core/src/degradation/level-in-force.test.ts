import { describe, expect, it } from 'vitest';
import type { LevelSetter, LevelSetting } from '../ports/degradation.ts';
import type { DegradationLevel } from '../ports/answers.ts';
import { levelInForce } from './level-in-force.ts';

const set = (level: DegradationLevel, by: LevelSetter, reason = 'because'): LevelSetting => ({
  level,
  by,
  reason,
  sinceMs: 0,
});
const NONE = { fleet: null, ruled: null, tenant: null };

describe('the level in force', () => {
  it('is full service where nobody has set one', () => {
    expect(levelInForce(NONE)).toEqual({ level: 'full', reasons: [] });
  });

  it.each([
    ['minimal', 'reduced', 'minimal', 'set-by-operator'],
    ['reduced', 'minimal', 'minimal', 'set-by-admin'],
    ['reduced', 'reduced', 'reduced', 'set-by-operator'],
  ] as const)('is the lower one of the fleet at %s and the tenant at %s', (fleet, tenant, level, code) => {
    const settings = { ...NONE, fleet: set(fleet, 'operator'), tenant: set(tenant, 'admin') };
    expect(levelInForce(settings)).toEqual({ level, reasons: [code] });
  });

  it("is the operator's where a rule wants another, be it lower or higher", () => {
    const ruled = set('minimal', 'rule', 'queue-wait');
    expect(levelInForce({ ...NONE, fleet: set('reduced', 'operator'), ruled }).level).toBe('reduced');
    const operator = set('maintenance', 'operator');
    expect(levelInForce({ ...NONE, fleet: operator, ruled })).toEqual({
      level: 'maintenance',
      reasons: ['maintenance', 'set-by-operator'],
    });
  });

  it("names a rule's cause and never what a person wrote", () => {
    const ruled = set('reduced', 'rule', 'models-failing');
    expect(levelInForce({ ...NONE, ruled }).reasons).toEqual(['models-failing']);
    expect(levelInForce({ ...NONE, tenant: set('minimal', 'admin', 'our secret') }).reasons).toEqual([
      'set-by-admin',
    ]);
  });
});
