import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createKedaScaler } from './keda-scaler.ts';
import { readScaledObject } from './read-scaled-object.ts';

const lane = (name: string, listLength: string) => ({
  type: 'redis',
  name,
  metadata: { listName: `bull:${name}:wait`, listLength },
});
const plain = {
  minReplicaCount: 1,
  maxReplicaCount: 20,
  triggers: [lane('high', '5'), lane('normal', '10')],
};
const summed = {
  ...plain,
  advanced: { scalingModifiers: { formula: '(high ?? 20) / 5 + (normal ?? 0) / 10', target: '1' } },
};
const lengths = (high: number | null, normal: number | null) => (key: string) =>
  key === 'bull:high:wait' ? high : normal;

describe('the HPA’s look', () => {
  test('plain triggers: the most that one asks for; a formula: their sum', () => {
    expect(createKedaScaler(readScaledObject(plain)).sync(0, lengths(10, 20), 1)).toBe(2);
    expect(createKedaScaler(readScaledObject(summed)).sync(0, lengths(10, 20), 1)).toBe(4);
  });

  test('a burst reaches the maximum in three looks', () => {
    const scaler = createKedaScaler(readScaledObject(summed));
    const looks = [0, 15_000, 30_000];
    let pods = 1;
    const seen = looks.map((nowMs) => (pods = scaler.sync(nowMs, lengths(500, 0), pods)));
    expect(seen).toEqual([5, 10, 20]);
  });

  test('keys that cannot be read: the formula’s own fallback, or no change', () => {
    expect(createKedaScaler(readScaledObject(summed)).sync(0, lengths(null, null), 1)).toBe(4);
    expect(createKedaScaler(readScaledObject(plain)).sync(0, lengths(null, null), 3)).toBe(3);
  });

  test('never leaves the limits, whatever the queues hold', () => {
    const looks = fc.array(fc.tuple(fc.nat(100_000), fc.nat(100_000)), { maxLength: 60 });
    fc.assert(
      fc.property(looks, fc.constantFrom(plain, summed), (samples, spec) => {
        const scaler = createKedaScaler(readScaledObject(spec));
        let pods = 1;
        for (const [index, [high, normal]] of samples.entries()) {
          pods = scaler.sync(index * 15_000, lengths(high, normal), pods);
          expect(pods).toBeGreaterThanOrEqual(1);
          expect(pods).toBeLessThanOrEqual(20);
        }
      }),
    );
  });
});

describe('KEDA’s own look', () => {
  const toZero = { ...plain, minReplicaCount: 0, cooldownPeriod: 300 };

  test('starts the first pod when a trigger is active, and stops the last one after the cooldown', () => {
    const scaler = createKedaScaler(readScaledObject(toZero));
    expect(scaler.sync(0, lengths(1, 0), 0)).toBe(0);
    expect(scaler.poll(0, lengths(1, 0), 0)).toBe(1);
    expect(scaler.poll(299_000, lengths(0, 0), 1)).toBe(1);
    expect(scaler.poll(300_000, lengths(0, 0), 1)).toBe(0);
  });

  test('leaves the minimum alone', () => {
    expect(createKedaScaler(readScaledObject(plain)).poll(900_000, lengths(0, 0), 1)).toBe(1);
  });
});

describe('readScaledObject', () => {
  test('takes KEDA’s defaults where the manifest says nothing', () => {
    const scaled = readScaledObject({ triggers: [lane('high', '5')] });
    expect(scaled).toMatchObject({
      minReplicaCount: 0,
      maxReplicaCount: 100,
      pollingIntervalMs: 30_000,
      cooldownMs: 300_000,
    });
  });

  test('says what it does not know', () => {
    expect(() => readScaledObject({ triggers: [{ type: 'cron', metadata: {} }] })).toThrow('only redis');
    expect(() => readScaledObject({ triggers: [] })).toThrow('triggers');
  });
});
