import { expect, test } from 'vitest';
import type { RowReport, SideCosts } from '../../contract.ts';
import { type DeliveryFindings, FLOOR, OURS, reportDeliveries } from './webhook-delivery-report.ts';

const costs = (...us: number[]): SideCosts => ({ cpuUs: us, wallUs: us.map((one) => 10 * one) });
const TAILS = [11, 11, 11].map((hangingMs) => ({ calmMs: 10, hangingMs }));
const reported = (
  ours: SideCosts,
  { floor = costs(100, 100), tails = TAILS }: { floor?: SideCosts; tails?: DeliveryFindings['tails'] } = {},
): RowReport =>
  reportDeliveries({
    costs: new Map([
      [OURS, ours],
      [FLOOR, floor],
    ]),
    tails,
    redisVersion: '7',
  });
const TAIL = 'p99_of_19_beside_one_that_hangs';

test('a delivery may cost 1.4 times the floor', () => {
  expect(reported(costs(140, 140))).toMatchObject({ met: true, ratio: 1.4, target: '<= 1.4x' });
  const dear = reported(costs(141, 141));
  expect([dear.met, dear.figures?.['of_floor']?.met]).toEqual([false, false]);
});

test('a receiver that hangs may cost the others a tenth of their tail, in the middle round', () => {
  expect(reported(costs(140)).figures?.[TAIL]).toMatchObject({ ratio: 1.1, met: true });
  const [one] = TAILS;
  const slow = { calmMs: 10, hangingMs: 12 };
  const tails = one === undefined ? [] : [one, slow, slow];
  const late = reported(costs(140), { tails });
  expect([late.met, late.figures?.[TAIL]?.met]).toEqual([false, false]);
});

test('rounds that were not measured meet nothing', () => {
  expect(reported(costs(140), { tails: [] }).met).toBe(false);
  expect(reported(costs()).met).toBe(false);
});

test('a floor that is too restless to compare with is not kept to', () => {
  const report = reported(costs(100, 100, 100), { floor: costs(100, 200, 400) });
  expect([report.ratio, report.met]).toEqual([null, false]);
});

test('says what both sides cost, and how many they do in a second', () => {
  const report = reported(costs(130));
  expect(report).toMatchObject({ ours: 130, floor: 100 });
  expect(report.figures?.['added_us']?.ratio).toBe(30);
  expect(report.figures?.['of_floor']?.note).toBe('by the clock 769 and 1000 a second');
});
