import type { FleetManifests } from '../read-fleet-manifests.ts';
import type { IngressManifests } from '../read-ingress-autoscaler.ts';

/** How many connections to `DATABASE_URL` a process opens at most. Webhook workers and the dashboard open none. */
export const CONNECTIONS = {
  ingress: 4,
  queryWorker: 8,
  /** A batch worker, for each ingestion at once. */
  ingestion: 6,
  /** The same, beside its ingestions. */
  upkeep: 2,
  /** The default of INGEST_CONCURRENCY. */
  ingestionsAtOnce: 2,
} as const;

interface Pods {
  readonly workerPods: number;
  readonly ingressPods: number;
}

/** Of all processes at their most: the pods that the autoscalers may start, or those that are needed where that is more. */
export function countDatabaseConnections(
  { workerPods, ingressPods }: Pods,
  { fleet, ingress }: { readonly fleet: FleetManifests; readonly ingress: IngressManifests },
): number {
  const batchWorker = CONNECTIONS.ingestionsAtOnce * CONNECTIONS.ingestion + CONNECTIONS.upkeep;
  return (
    Math.max(ingressPods, ingress.maxReplicas) * CONNECTIONS.ingress +
    Math.max(workerPods, fleet.scaled.maxReplicaCount) * CONNECTIONS.queryWorker +
    fleet.maxBatchWorkers * batchWorker
  );
}
