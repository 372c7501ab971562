import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readFleetManifests } from './read-fleet-manifests.ts';

test('reads what the fleet is scaled by out of the files that are applied', () => {
  const manifests = readFleetManifests(fileURLToPath(new URL('../..', import.meta.url)));
  expect(manifests).toMatchObject({
    slots: { reserved: { high: 2, normal: 1, low: 1 }, shared: 6 },
    drainMs: 90_000,
    killMs: 120_000,
    vcpu: 1,
    memoryGib: 2,
    maxBatchWorkers: 4,
  });
  expect(manifests.scaled).toMatchObject({ minReplicaCount: 1, maxReplicaCount: 20 });
  expect(manifests.scaled.formula?.formula.names).toHaveLength(9);
});
