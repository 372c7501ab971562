import type { Lane } from '@ragfleet/kernel';
import { expect, test } from 'vitest';
import type { Job } from './job.ts';
import { firstToGo, lanesWithSlot, newPod, type Pod } from './pod.ts';

const slots = { reserved: { high: 2, normal: 1, low: 1 }, shared: 6 };
const job = (lane: Lane): Job => ({
  lane,
  tenant: 'acme',
  arrivedMs: 0,
  serviceMs: 1_000,
  startedMs: 0,
});
const podWith = (counts: Partial<Record<Lane, number>>, readyMs: number | null = 0): Pod => {
  const pod = { ...newPod(1, 0), readyMs };
  for (const lane of ['high', 'normal', 'low'] as const)
    for (let running = 0; running < (counts[lane] ?? 0); running += 1) pod.running.add(job(lane));
  return pod;
};

test.each([
  ['an idle pod takes everything', {}, ['high', 'normal', 'low']],
  ['normal alone takes its reserve and what is shared', { normal: 7 }, ['high', 'low']],
  ['high keeps its two slots', { normal: 7, low: 1 }, ['high']],
  ['ten slots and no more', { high: 2, normal: 7, low: 1 }, []],
] as const)('%s', (_title, counts, lanes) => {
  expect(lanesWithSlot(podWith(counts), slots)).toEqual(lanes);
});

test('a pod that has not begun, or is stopping, takes nothing', () => {
  expect(lanesWithSlot(podWith({}, null), slots)).toEqual([]);
  expect(lanesWithSlot({ ...podWith({}), isDraining: true }, slots)).toEqual([]);
});

test('the pod that has not begun goes first, then the youngest', () => {
  const [old, young, unborn] = [podWith({}, 1_000), podWith({}, 2_000), podWith({}, null)];
  expect(firstToGo([old, unborn, young])).toBe(unborn);
  expect(firstToGo([old, young])).toBe(young);
  expect(firstToGo([])).toBeUndefined();
});
