import { LANES, type Lane } from '@ragfleet/kernel';
import type { FleetSigns, RuleCause } from '../ports/degradation.ts';

export interface RuleThresholds {
  /** Share of failed calls from which answers come whole, and of unanswered questions from which no model is asked. */
  readonly modelFailureShare: number;
  /** Wait from which the level is reduced, in milliseconds. A lane that is left out has no say. */
  readonly waitMs: Readonly<Partial<Record<Lane, number>>>;
  /** What all tenants together may spend on models in a month, in US dollars; null without a limit. */
  readonly monthlyUsd: number | null;
}

/** A level that the rules may choose: maintenance is for people to decide. */
export type RuledLevel = 'full' | 'reduced' | 'minimal';

export interface WantedLevel {
  readonly level: RuledLevel;
  /** null at full service. */
  readonly cause: RuleCause | null;
}

/** Fewer say nothing about a minute. */
const MIN_SAMPLE = 20;
/** A lane is overrun when it waits this much longer than what reduces the level: at 0.8 of its deadline, by default. */
const MINIMAL_WAIT_FACTOR = 1.6;

/** What the signs of this moment ask for, whatever was before. */
export function wantedLevel(signs: FleetSigns, thresholds: RuleThresholds): WantedLevel {
  const wishes = [ofBudget(signs, thresholds), ofModels(signs, thresholds), ofWaits(signs, thresholds)];
  return (
    wishes.find(({ level }) => level === 'minimal') ??
    wishes.find(({ level }) => level === 'reduced') ?? { level: 'full', cause: null }
  );
}

function ofBudget({ spentUsd }: FleetSigns, { monthlyUsd }: RuleThresholds): WantedLevel {
  const isSpent = monthlyUsd !== null && spentUsd !== null && spentUsd >= monthlyUsd;
  return { level: isSpent ? 'minimal' : 'full', cause: 'fleet-budget' };
}

function ofModels({ models }: FleetSigns, { modelFailureShare }: RuleThresholds): WantedLevel {
  const { calls, failedCalls, questions, unansweredQuestions } = models;
  const cause = 'models-failing';
  if (isAtLeast(unansweredQuestions, questions, modelFailureShare)) return { level: 'minimal', cause };
  return { level: isAtLeast(failedCalls, calls, modelFailureShare) ? 'reduced' : 'full', cause };
}

const isAtLeast = (failed: number, all: number, share: number): boolean =>
  all >= MIN_SAMPLE && failed / all >= share;

function ofWaits({ waitMs }: FleetSigns, thresholds: RuleThresholds): WantedLevel {
  const cause = 'queue-wait';
  const strain = Math.max(...LANES.map((lane) => waitMs[lane] / (thresholds.waitMs[lane] ?? Infinity)));
  if (strain >= MINIMAL_WAIT_FACTOR) return { level: 'minimal', cause };
  return { level: strain >= 1 ? 'reduced' : 'full', cause };
}
