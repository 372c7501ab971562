import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readFleetManifests } from '../read-fleet-manifests.ts';
import { readIngressAutoscaler } from '../read-ingress-autoscaler.ts';
import { CONNECTIONS } from './database-connections.ts';
import { MEASURED } from './measured.ts';
import { renderMeasured, renderSizes } from './render-size.ts';
import { type Expectation, sizeFleet } from './size-fleet.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const manifests = { fleet: readFleetManifests(ROOT), ingress: readIngressAutoscaler(ROOT) };
const ASSUMED = {
  peakFactor: 3,
  answerSeconds: 3,
  cachedAnswerSeconds: 0.05,
  cacheHitShare: 0.4,
  webhookShare: 0.2,
  slotUse: 0.7,
};
const EXAMPLES: readonly Expectation[] = [
  { ...ASSUMED, dailyQueries: 10_000, passages: 20_000 },
  { ...ASSUMED, dailyQueries: 50_000, passages: 200_000 },
  { ...ASSUMED, dailyQueries: 1_000_000, passages: 2_000_000 },
];
const guide = readFileSync(`${ROOT}/docs/sizing.md`, 'utf8');

describe('docs/sizing.md', () => {
  it('has the examples as the manifests and the measured figures make them', () => {
    const table = renderSizes(
      EXAMPLES.map((expected) => ({ expected, size: sizeFleet(expected, manifests) })),
    );
    expect(guide).toContain(table);
  });

  it('has the measured figures that the examples are made of', () => {
    expect(guide).toContain(renderMeasured());
  });

  it('says what the examples assume', () => {
    expect(guide).toContain(`the busiest minute is ${ASSUMED.peakFactor} times the mean of the day`);
    expect(guide).toContain(`${ASSUMED.answerSeconds} s in a slot`);
    expect(guide).toContain(`${ASSUMED.cachedAnswerSeconds} s from the cache`);
    expect(guide).toContain(`${ASSUMED.cacheHitShare * 100} % of the questions`);
    expect(guide).toContain(`${ASSUMED.slotUse * 100} % of the slots`);
    expect(guide).toContain(`${ASSUMED.webhookShare * 100} % of the questions end with a webhook`);
  });

  it('has the slots, the requests and the targets of the manifests', () => {
    const { slots, vcpu, memoryGib, scaled } = manifests.fleet;
    const { high, normal, low } = slots.reserved;
    const perPod = high + normal + low + slots.shared;
    expect(guide).toContain(
      `${perPod} slots a pod (${high} high, ${normal} normal, ${low} low, ${slots.shared} shared)`,
    );
    expect(guide).toContain(`requests ${vcpu} CPU and ${memoryGib} GiB`);
    expect(guide).toContain(`${scaled.minReplicaCount} to ${scaled.maxReplicaCount} query-worker pods`);
    expect(guide).toContain(
      `at ${manifests.ingress.targetPercent} % of ${manifests.ingress.requestedCpus} CPU`,
    );
  });
});

describe('the connections to PostgreSQL', () => {
  const numberIn = (file: string, pattern: RegExp): number =>
    Number(pattern.exec(readFileSync(`${ROOT}/apps/${file}`, 'utf8'))?.[1]);

  it('are those that the processes open', () => {
    const stores = 'batch-worker/src/open-stores.ts';
    expect(CONNECTIONS).toEqual({
      ingress: numberIn('ingress-api/src/open-ports.ts', /^const DATABASE = \{ poolSize: (\d+)/m),
      queryWorker: numberIn('query-worker/src/open-stores.ts', /^const DATABASE = .*poolSize: (\d+)/m),
      ingestion: numberIn(stores, /^const CONNECTIONS_PER_INGESTION = (\d+)/m),
      upkeep: numberIn(stores, /^const CONNECTIONS_FOR_UPKEEP = (\d+)/m),
      ingestionsAtOnce: numberIn('batch-worker/src/config.ts', /INGEST_CONCURRENCY: .*\.default\((\d+)\)/),
    });
  });

  it('are in the guide with as many pods as the autoscalers may start', () => {
    const { ingress, queryWorker, ingestion, upkeep, ingestionsAtOnce } = CONNECTIONS;
    const { fleet, ingress: autoscaler } = manifests;
    const batchWorker = ingestionsAtOnce * ingestion + upkeep;
    expect(guide).toContain(`an ingress opens ${ingress}, a query worker ${queryWorker}, a batch worker`);
    expect(guide).toContain(`${ingestion} for each ingestion at once and ${upkeep}`);
    const { databaseConnections } = sizeFleet({ ...ASSUMED, dailyQueries: 1, passages: 0 }, manifests);
    const [ingresses, queryWorkers] = [autoscaler.maxReplicas, fleet.scaled.maxReplicaCount];
    expect(guide).toContain(
      `${ingresses} x ${ingress} + ${queryWorkers} x ${queryWorker} + ${fleet.maxBatchWorkers} x ${batchWorker} = ${databaseConnections}`,
    );
  });

  it('are more where an example needs more pods than the autoscalers may start', () => {
    const small = sizeFleet({ ...ASSUMED, dailyQueries: 1, passages: 0 }, manifests);
    const large = sizeFleet({ ...ASSUMED, dailyQueries: 10_000_000, passages: 0 }, manifests);
    const morePods = large.workerPods - manifests.fleet.scaled.maxReplicaCount;
    expect(morePods).toBeGreaterThan(0);
    expect(large.databaseConnections - small.databaseConnections).toBe(morePods * CONNECTIONS.queryWorker);
  });
});

describe('the size of a fleet', () => {
  const size = (changes: Partial<Expectation>) =>
    sizeFleet({ ...ASSUMED, dailyQueries: 864_000, passages: 0, cacheHitShare: 0, ...changes }, manifests);

  it("is Little's law: arrivals times the time in a slot", () => {
    // 10 a second, three times that at the peak, 3 s each.
    expect(size({}).busySlots).toBeCloseTo(90);
    expect(size({ slotUse: 0.5 }).slots).toBe(180);
    expect(size({ answerSeconds: 6 }).busySlots).toBeCloseTo(180);
  });

  it('is smaller for what the cache answers', () => {
    expect(size({ cacheHitShare: 1, cachedAnswerSeconds: 0.1 }).busySlots).toBeCloseTo(3);
    expect(size({ cacheHitShare: 1 }).modelUsdPerMonth).toBe(0);
  });

  it('counts a webhook for its seven days', () => {
    const { queueMb, arrivedWebhooksMb } = size({ webhookShare: 1 });
    expect(arrivedWebhooksMb).toBeCloseTo((864_000 * 7 * MEASURED.arrivedWebhookBytes) / 1_000_000);
    expect(queueMb - size({ webhookShare: 0 }).queueMb).toBeCloseTo(arrivedWebhooksMb);
  });

  it('has no fewer pods than the manifests', () => {
    const { workerPods, ingressPods } = size({ dailyQueries: 1 });
    expect([workerPods, ingressPods]).toEqual([
      manifests.fleet.scaled.minReplicaCount,
      manifests.ingress.minReplicas,
    ]);
  });
});
