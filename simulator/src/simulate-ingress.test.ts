import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadProfile } from './load/load-profile.ts';
import { readIngressAutoscaler } from './read-ingress-autoscaler.ts';
import { simulateIngress } from './simulate-ingress.ts';

const ingress = readIngressAutoscaler(fileURLToPath(new URL('../..', import.meta.url)));
const podsUnder = (perSecond: number) =>
  simulateIngress({
    ingress,
    load: loadProfile('burst', perSecond, 40),
    cpuMsPerQuestion: 10,
  });

test('the manifest asks for two to ten pods at 70 % of their CPU', () => {
  expect(ingress).toMatchObject({ minReplicas: 2, maxReplicas: 10, targetPercent: 70, requestedCpus: 0.25 });
});

test('a burst brings the pods that bear it, and they stay five minutes longer', () => {
  const pods = podsUnder(12);
  // 120 questions a second at 10 ms are 1.2 CPUs; 70 % of 0.25 CPU is 0.175 a pod.
  expect(Math.max(...pods)).toBe(Math.ceil(1.2 / 0.175));
  const [burstEnds, fiveMinutesOn] = [20 * 4, 25 * 4];
  expect(pods[burstEnds + 10]).toBe(7);
  expect(pods[fiveMinutesOn + 2]).toBe(2);
});

test('stays within its limits', () => {
  const pods = podsUnder(1_000);
  expect(Math.max(...pods)).toBe(10);
  expect(Math.min(...podsUnder(0.1))).toBe(2);
});
