import { expect, test } from 'vitest';
import type { Scenario } from '../contract.ts';
import type { FaultFleet } from '../fleet/contract.ts';
import { runAll } from './run-all.ts';

const scenario = (id: string): Scenario => ({
  id,
  title: 'nothing breaks',
  boundSeconds: 1,
  run: async () => ({ recoveryMs: null, note: 'held' }),
});

test('a fleet that does not stop takes no report with it, and is named', async () => {
  const said: string[] = [];
  const stuck = {
    mend: () => Promise.reject(new Error('the store is away')),
    stop: () => Promise.reject(new Error('a process is left')),
  } as unknown as FaultFleet;
  const options = { seeds: [1], isSoak: false, plant: null, say: (line: string) => said.push(line) };
  const startFleet = async (): Promise<FaultFleet> => stuck;
  const reports = await runAll([scenario('F01'), scenario('F02')], { ...options, startFleet });
  expect(reports.map(({ id, passed, note }) => [id, passed, note])).toEqual([
    ['F01', false, 'the store is away; the fleet did not stop: a process is left'],
    ['F02', false, 'the store is away; the fleet did not stop: a process is left'],
  ]);
});
