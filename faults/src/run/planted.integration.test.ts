import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scenario } from '../contract.ts';
import type { FaultFleet } from '../fleet/contract.ts';
import { startFaultFleet } from '../fleet/start-fleet.ts';
import { type Plant, readPlant } from './plant-defect.ts';
import { runScenario, type ScenarioRun } from './run-scenario.ts';

const START_MS = 180_000;
const RUN_MS = 90_000;

let fleet: FaultFleet;

beforeAll(async () => {
  fleet = await startFaultFleet({ say: () => undefined });
}, START_MS);
afterAll(() => fleet.stop(), START_MS);

/** Every tenant asks on every lane, and nothing breaks. */
const calm: Scenario = {
  id: 'F00',
  title: 'nothing breaks',
  boundSeconds: 60,
  run: async ({ asking }) => {
    for (const tenant of fleet.tenants)
      for (const lane of ['high', 'normal', 'low'] as const)
        await asking.untilEnded([await asking.ask({ tenant, lane })], 30_000);
    return { recoveryMs: null, note: 'nine questions' };
  },
};

const runWith = (plant: Plant | null): Promise<ScenarioRun> =>
  runScenario(calm, { fleet, seed: 1, plant, isSoak: false, say: () => undefined, quiesceMs: 5_000 });

test('a fleet that nothing happens to breaks no law', { timeout: RUN_MS }, async () => {
  expect(await runWith(null)).toMatchObject({ passed: true, note: 'nine questions' });
});

test.each([
  ['lose-one', /^L0 q_/],
  ['duplicate', /^L1 q_.* 2 ends/],
  ['foreign-byte', /^L3 canary-birch/],
  ['webhook-again', /^L2 q_.* sent 1 times more/],
] as const)('a planted %s is found, and named', { timeout: RUN_MS }, async (plant, law) => {
  const { passed, note } = await runWith(plant);
  expect(note).toMatch(law);
  expect(passed).toBe(false);
});

test('a plant that does not exist is refused', () => {
  expect(() => readPlant('lose-two')).toThrow('lose-one, duplicate, foreign-byte, webhook-again');
});
