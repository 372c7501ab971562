import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AutoscalerLimits, behaviorSchema } from '@ragfleet/autoscaling';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { toCpus } from './quantities.ts';

/** The ingress's HorizontalPodAutoscaler, and what CPU its Deployment requests. */
export interface IngressManifests extends AutoscalerLimits {
  readonly targetPercent: number;
  /** Of one pod: percentages are of that. */
  readonly requestedCpus: number;
}

const FILE = 'k8s/base/ingress-api.yaml';
const autoscaler = z.object({
  kind: z.literal('HorizontalPodAutoscaler'),
  spec: z.object({
    minReplicas: z.int(),
    maxReplicas: z.int(),
    behavior: behaviorSchema,
    metrics: z.tuple([
      z.object({
        resource: z.object({ name: z.literal('cpu'), target: z.object({ averageUtilization: z.number() }) }),
      }),
    ]),
  }),
});

const deployment = z.object({
  kind: z.literal('Deployment'),
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z.tuple([z.object({ resources: z.object({ requests: z.object({ cpu: z.string() }) }) })]),
      }),
    }),
  }),
});

/** Throws where the file has no HorizontalPodAutoscaler on CPU alone. */
export function readIngressAutoscaler(root: string): IngressManifests {
  const documents = parseAllDocuments(readFileSync(join(root, FILE), 'utf8')).map(
    (document) => document.toJS() as unknown,
  );
  const scaler = documents.flatMap((document) => autoscaler.safeParse(document).data ?? [])[0];
  const pods = documents.flatMap((document) => deployment.safeParse(document).data ?? [])[0];
  if (scaler === undefined || pods === undefined)
    throw new RangeError(`${FILE} has no Deployment and HorizontalPodAutoscaler with CPU as its one metric.`);
  const { minReplicas, maxReplicas, behavior, metrics } = scaler.spec;
  const [container] = pods.spec.template.spec.containers;
  return {
    minReplicas,
    maxReplicas,
    behavior,
    targetPercent: metrics[0].resource.target.averageUtilization,
    requestedCpus: toCpus(container.resources.requests.cpu),
  };
}
