import { beforeEach, describe, expect, it } from 'vitest';
import type { FleetSigns, LevelSetting } from '../ports/degradation.ts';
import { createFleetRule, type RuledChange } from './rule-fleet-level.ts';

const CALM: FleetSigns = {
  models: { calls: 100, failedCalls: 1, questions: 100, unansweredQuestions: 0 },
  waitMs: { high: 0, normal: 0, low: 0 },
  spentUsd: 0,
};
const FAILING = { ...CALM, models: { ...CALM.models, failedCalls: 60 } };
const DEAD = { ...CALM, models: { calls: 100, failedCalls: 100, questions: 40, unansweredQuestions: 30 } };
const waiting = (high: number): FleetSigns => ({ ...CALM, waitMs: { ...CALM.waitMs, high } });
const SETTINGS = {
  modelFailureShare: 0.5,
  waitMs: { high: 30_000, normal: 150_000 },
  monthlyUsd: 1_000,
  enterMs: 30_000,
  leaveMs: 300_000,
  maxGapMs: 15_000,
};
const LOOK_MS = 5_000;

let nowMs: number;
let fleet: LevelSetting | null;
let ruled: LevelSetting | null;
let signs: FleetSigns;
let changes: RuledChange[];
let look: () => Promise<void>;

const newRule = () =>
  createFleetRule(
    {
      levels: {
        fleet: async () => ({ fleet, ruled }),
        rule: async (setting) => {
          ruled = setting;
        },
      },
      readSigns: async () => signs,
      clock: { nowMs: () => nowMs, monotonicMs: () => nowMs },
      onChange: async (change) => void changes.push(change),
    },
    SETTINGS,
  );

beforeEach(() => {
  [nowMs, fleet, ruled, signs, changes] = [1_000_000, null, null, CALM, []];
  look = newRule();
});

/** Looks every five seconds, the first time now, for `seconds` in all. */
async function lookFor(seconds: number, seen: FleetSigns): Promise<void> {
  signs = seen;
  for (let passedMs = 0; passedMs <= seconds * 1_000; passedMs += LOOK_MS) {
    await look();
    nowMs += LOOK_MS;
  }
}
const level = (): string => ruled?.level ?? 'full';

describe('what the rules ask for', () => {
  it.each<[string, FleetSigns, string, string | null]>([
    ['nothing wrong', CALM, 'full', null],
    ['half of the calls fail', FAILING, 'reduced', 'models-failing'],
    ['half of the questions get no answer', DEAD, 'minimal', 'models-failing'],
    [
      'too few calls to tell',
      { ...CALM, models: { calls: 19, failedCalls: 19, questions: 19, unansweredQuestions: 19 } },
      'full',
      null,
    ],
    ['a lane just below its limit', waiting(29_999), 'full', null],
    ['a lane that waits', waiting(30_000), 'reduced', 'queue-wait'],
    ['a lane that is overrun', waiting(48_000), 'minimal', 'queue-wait'],
    [
      'the other lane that waits',
      { ...CALM, waitMs: { ...CALM.waitMs, normal: 150_000 } },
      'reduced',
      'queue-wait',
    ],
    ['a lane that has no say', { ...CALM, waitMs: { ...CALM.waitMs, low: 9_000_000 } }, 'full', null],
    ['the month is spent', { ...CALM, spentUsd: 1_000 }, 'minimal', 'fleet-budget'],
    ['nobody reads what is spent', { ...CALM, spentUsd: null }, 'full', null],
  ])('%s', async (_name, seen, wanted, cause) => {
    await lookFor(30, seen);
    expect([level(), ruled?.reason ?? null]).toEqual([wanted, cause]);
  });
});

describe('a level by rule', () => {
  it('comes when it was asked for long enough, and is told once', async () => {
    await lookFor(25, FAILING);
    expect(level()).toBe('full');
    await lookFor(0, FAILING);
    expect(ruled).toEqual({
      level: 'reduced',
      reason: 'models-failing',
      by: 'rule',
      sinceMs: nowMs - LOOK_MS,
    });
    await lookFor(60, FAILING);
    expect(changes).toEqual([{ from: 'full', to: 'reduced', cause: 'models-failing' }]);
  });

  it('does not come for what goes away in between', async () => {
    for (let round = 0; round < 10; round += 1) {
      await lookFor(20, DEAD);
      await lookFor(0, CALM);
    }
    expect(changes).toEqual([]);
  });

  it('stays longer than it took to come, and starts its calm anew at every relapse', async () => {
    await lookFor(30, DEAD);
    await lookFor(295, CALM);
    expect(level()).toBe('minimal');
    await lookFor(0, DEAD);
    await lookFor(295, CALM);
    expect(level()).toBe('minimal');
    await lookFor(0, CALM);
    expect(level()).toBe('full');
    expect(changes.at(-1)).toEqual({ from: 'minimal', to: 'full', cause: null });
  });

  it('goes down to what was asked for meanwhile, not further', async () => {
    await lookFor(30, DEAD);
    await lookFor(100, CALM);
    await lookFor(0, FAILING);
    await lookFor(200, CALM);
    expect(level()).toBe('reduced');
  });

  it('goes from reduced to minimal when that is asked for long enough', async () => {
    await lookFor(30, FAILING);
    await lookFor(25, DEAD);
    expect(level()).toBe('reduced');
    await lookFor(0, DEAD);
    expect(level()).toBe('minimal');
  });

  it('forgets what it saw before nobody looked for a while', async () => {
    await lookFor(25, DEAD);
    nowMs += 16_000;
    await lookFor(25, DEAD);
    expect(level()).toBe('full');
    await lookFor(0, DEAD);
    expect(level()).toBe('minimal');
  });

  it('is kept by the next leader, for its full time', async () => {
    await lookFor(30, DEAD);
    look = newRule();
    await lookFor(295, CALM);
    expect(level()).toBe('minimal');
    await lookFor(0, CALM);
    expect(level()).toBe('full');
  });
});

describe("an operator's level", () => {
  const operators: LevelSetting = { level: 'reduced', reason: 'x', by: 'operator', sinceMs: 0 };

  it('lets the rules rest', async () => {
    fleet = operators;
    await lookFor(600, DEAD);
    expect(changes).toEqual([]);
  });

  it('lets them begin anew when it is taken back', async () => {
    fleet = operators;
    await lookFor(600, DEAD);
    fleet = null;
    await lookFor(25, DEAD);
    expect(level()).toBe('full');
    await lookFor(0, DEAD);
    expect(level()).toBe('minimal');
  });

  it('lets nothing count that was seen before it, however short it stood', async () => {
    await lookFor(20, DEAD);
    fleet = operators;
    await lookFor(0, DEAD);
    fleet = null;
    await lookFor(25, DEAD);
    expect(level()).toBe('full');
    await lookFor(0, DEAD);
    expect(level()).toBe('minimal');
  });

  it('of full service takes back what the rules had chosen, for as long as they need to see it again', async () => {
    await lookFor(60, DEAD);
    ruled = null;
    await lookFor(25, DEAD);
    expect(level()).toBe('full');
    await lookFor(0, DEAD);
    expect(level()).toBe('minimal');
  });
});
