import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readScaledObject, type ScaledObject } from '@ragfleet/autoscaling';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import type { Slots } from './fleet/pod.ts';
import { toCpus, toGib } from './quantities.ts';

/** What of a fleet stands in its manifests. Times in milliseconds. */
export interface FleetManifests {
  readonly scaled: ScaledObject;
  readonly slots: Slots;
  readonly drainMs: number;
  readonly killMs: number;
  /** What one pod requests: that is what a cluster charges for. */
  readonly vcpu: number;
  readonly memoryGib: number;
  /** As many batch-workers as KEDA may start. */
  readonly maxBatchWorkers: number;
}

const SCALED_OBJECT = 'keda/query-worker-scaled-object.yaml';
const BATCH_SCALED_OBJECT = 'keda/batch-worker-scaled-object.yaml';
const DEPLOYMENT = 'k8s/base/query-worker.yaml';

const count = z.coerce.number().int().min(0);
const environment = z.object({
  HIGH_SLOTS: count,
  NORMAL_SLOTS: count,
  LOW_SLOTS: count,
  SHARED_SLOTS: count,
  SHUTDOWN_GRACE_SECONDS: count,
});
const podSpec = z.object({
  terminationGracePeriodSeconds: z.number(),
  containers: z.tuple([
    z.object({
      env: z.array(z.object({ name: z.string(), value: z.string().optional() })),
      resources: z.object({ requests: z.object({ cpu: z.string(), memory: z.string() }) }),
    }),
  ]),
});
const deployment = z.object({ spec: z.object({ template: z.object({ spec: podSpec }) }) });

/** The query-worker's Deployment, its ScaledObject and the batch-worker's, as they stand under `root`. Throws what is missing in them. */
export function readFleetManifests(root: string): FleetManifests {
  const { spec } = deployment.parse(firstDocument(root, DEPLOYMENT)).spec.template;
  const [container] = spec.containers;
  const env = environment.parse(Object.fromEntries(container.env.map(({ name, value }) => [name, value])));
  return {
    scaled: readScaled(root, SCALED_OBJECT),
    slots: {
      reserved: { high: env.HIGH_SLOTS, normal: env.NORMAL_SLOTS, low: env.LOW_SLOTS },
      shared: env.SHARED_SLOTS,
    },
    drainMs: env.SHUTDOWN_GRACE_SECONDS * 1_000,
    killMs: spec.terminationGracePeriodSeconds * 1_000,
    vcpu: toCpus(container.resources.requests.cpu),
    memoryGib: toGib(container.resources.requests.memory),
    maxBatchWorkers: readScaled(root, BATCH_SCALED_OBJECT).maxReplicaCount,
  };
}

const readScaled = (root: string, file: string): ScaledObject =>
  readScaledObject(z.object({ spec: z.unknown() }).parse(firstDocument(root, file)).spec);

const firstDocument = (root: string, file: string): unknown =>
  parseAllDocuments(readFileSync(join(root, file), 'utf8'))[0]?.toJS();
