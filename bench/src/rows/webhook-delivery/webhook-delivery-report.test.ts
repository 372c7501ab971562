import { expect, test } from 'vitest';
import { FLOOR, OURS, reportDeliveries } from './webhook-delivery-report.ts';

const costs = (us: number) => ({ cpuUs: [us, us], wallUs: [us, us] });
const reported = (oursUs: number, hangingMs: number) =>
  reportDeliveries({
    costs: new Map([
      [OURS, costs(oursUs)],
      [FLOOR, costs(100)],
    ]),
    tails: [{ calmMs: 10, hangingMs }],
    redisVersion: '7',
  });

test('a delivery may cost 1.4 times the floor, and one that hangs a tenth of the others’ tail', () => {
  expect(reported(140, 11).met).toBe(true);
  expect(reported(141, 11).figures?.['of_floor']?.met).toBe(false);
  expect(reported(140, 12).figures?.['p99_of_19_beside_one_that_hangs']?.met).toBe(false);
});
