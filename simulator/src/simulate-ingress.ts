import { createHorizontalAutoscaler, HPA_SYNC_MS, replicasForUtilization } from '@ragfleet/autoscaling';
import type { LoadProfile } from './load/load-profile.ts';
import type { IngressManifests } from './read-ingress-autoscaler.ts';

export interface IngressScenario {
  readonly ingress: IngressManifests;
  readonly load: LoadProfile;
  /** CPU that one question costs the ingress, with the polls and streams that follow it. */
  readonly cpuMsPerQuestion: number;
}

/** Pods of the ingress over the time of a load, one figure for each look of the HPA. Work is spread evenly over them. */
export function simulateIngress({ ingress, load, cpuMsPerQuestion }: IngressScenario): readonly number[] {
  const autoscaler = createHorizontalAutoscaler(ingress);
  const seen: number[] = [];
  let replicas = ingress.minReplicas;
  for (let nowMs = HPA_SYNC_MS; nowMs <= load.minutes * 60_000; nowMs += HPA_SYNC_MS) {
    const usedCpus = (load.perSecondAt(nowMs - HPA_SYNC_MS) * cpuMsPerQuestion) / 1_000;
    const averagePercent = (usedCpus / (replicas * ingress.requestedCpus)) * 100;
    const { targetPercent } = ingress;
    const wanted = replicasForUtilization({ averagePercent, targetPercent, readyReplicas: replicas });
    replicas = autoscaler.sync(nowMs, wanted, replicas);
    seen.push(replicas);
  }
  return seen;
}
