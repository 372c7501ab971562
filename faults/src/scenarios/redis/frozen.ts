import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import { askUntilAtModel, firstJobAfter, submitInVain, untilAnswered } from '../outages.ts';
import { readRuns } from '../query-records.ts';
import { waitFor } from '../wait-for.ts';

const FROZEN_MS = [5_000, 20_000];
const RUNNING = 3;
/** The first job after the thaw, and the one whose submission had no reply. */
const AFTERWARDS = 2;
const LIMIT_MS = 30_000;

/** It answers nothing and has not forgotten anything: what it was sent meanwhile it does when it wakes. */
export const redisIsFrozen: Scenario = {
  id: 'F15',
  title: 'the queue Redis stands still for five seconds, then for twenty',
  boundSeconds: 90,
  webhookRepeats: 1,
  isSlow: true,
  run: async (stage) => {
    const rounds: Round[] = [];
    for (const frozenMs of FROZEN_MS) rounds.push(await freeze(stage, frozenMs));
    assert.equal(rounds.at(-1)?.begunAgain, RUNNING, 'every lock ran out in twenty seconds');
    const notes = rounds.map(({ begunAgain }) => begunAgain).join(' and ');
    return {
      recoveryMs: Math.max(...rounds.map(({ backMs }) => backMs)),
      note: `each key has one query; ${notes} jobs were begun again, each ended once`,
    };
  },
};

interface Round {
  readonly backMs: number;
  readonly begunAgain: number;
}

/** Its jobs outlast the pause, so that whoever held them comes late when their locks have run out. */
async function freeze(stage: ScenarioStage, frozenMs: number): Promise<Round> {
  const { fleet, asking } = stage;
  const { bill } = fleet.model;
  const billedBefore = bill.length;
  fleet.model.pace({ firstTokenMs: 7_000, betweenTextsMs: frozenMs / 4 });
  const running = await askUntilAtModel(stage, RUNNING);
  fleet.queue.freeze();
  const frozenAtMs = performance.now();
  const unknown = await submitInVain(asking);
  fleet.model.pace({});
  await delay(frozenMs - (performance.now() - frozenAtMs));
  fleet.queue.thaw();
  const backMs = await firstJobAfter(stage, performance.now());
  const known = await asking.ask(unknown.ask);
  await untilAnswered(asking, [...running, known], LIMIT_MS);
  const begunAgain = (await readRuns(fleet, running)).filter(({ attempt }) => attempt > 1).length;
  const calls = RUNNING + begunAgain + AFTERWARDS;
  await waitFor('the late runs have their answers too', LIMIT_MS, () => bill.length - billedBefore >= calls);
  return { backMs, begunAgain };
}
