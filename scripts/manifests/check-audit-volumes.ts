import type { AppConfig } from '../config-schemas/read-config-schemas.ts';
import { deploymentsOf, type EnvEntry } from './check-kubernetes.ts';
import { variableOf } from './check-environment.ts';
import type { KubernetesObject, Manifests, PatchedVariable } from './read-manifests.ts';

interface Volume {
  readonly name: string;
  readonly emptyDir?: { readonly sizeLimit?: string };
}
interface PodSpec {
  readonly containers: readonly {
    readonly env: readonly EnvEntry[];
    readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  }[];
  readonly volumes?: readonly Volume[];
}

const BYTES_OF: Readonly<Record<string, number>> = { Mi: 2 ** 20, Gi: 2 ** 30 };

/**
 * A volume at the AUDIT_DIR of each process that writes the audit log, which holds more than may wait there for another sink.
 * The kubelet evicts a pod whose volume is above its limit, with all the lines in it, and long before the process itself would
 * say that it takes no more.
 */
export function checkAuditVolumes(manifests: Manifests, configs: readonly AppConfig[]): string[] {
  const deployments = deploymentsOf(manifests);
  const patched = manifests.kustomizations.flatMap(({ environment }) => environment);
  return configs
    .filter(({ variables }) => variables.some(({ name }) => name === 'AUDIT_DIR'))
    .flatMap((config) => {
      const deployment = deployments.get(config.app);
      return deployment === undefined
        ? []
        : checkVolume(deployment, config, patched).map((problem) => `${deployment.file}: ${problem}`);
    });
}

function checkVolume(
  { spec }: KubernetesObject,
  config: AppConfig,
  patched: readonly PatchedVariable[],
): string[] {
  const pod = (spec['template'] as { readonly spec: PodSpec }).spec;
  const [container] = pod.containers;
  const dir = variableOf('AUDIT_DIR', container?.env ?? [], config);
  const mount = container?.volumeMounts?.find(({ mountPath }) => mountPath === dir);
  const volume = pod.volumes?.find(({ name }) => name === mount?.name);
  if (volume === undefined) return [`no volume is mounted at AUDIT_DIR, ${dir}.`];
  if (volume.emptyDir === undefined) return [];
  const spill = spillBytes(container?.env ?? [], config, patched);
  const limit = bytesOf(volume.emptyDir.sizeLimit);
  if (limit === null) return [`the sizeLimit of the volume ${volume.name} is a number of Mi or Gi.`];
  return limit > spill
    ? []
    : [
        `sizeLimit ${volume.emptyDir.sizeLimit} of the volume ${volume.name} is not above AUDIT_SPILL_BYTES (${spill}): the pod is evicted first, with its log.`,
      ];
}

/** The most that may wait: in the base, or where an overlay says otherwise. */
function spillBytes(
  env: readonly EnvEntry[],
  config: AppConfig,
  patched: readonly PatchedVariable[],
): number {
  const inOverlays = patched
    .filter(({ name, deployment }) => name === 'AUDIT_SPILL_BYTES' && [null, config.app].includes(deployment))
    .map(({ value }) => Number(value));
  return Math.max(Number(variableOf('AUDIT_SPILL_BYTES', env, config)), ...inOverlays);
}

function bytesOf(quantity: string | undefined): number | null {
  const [, number, unit = ''] = /^(\d+)(Mi|Gi)$/.exec(quantity ?? '') ?? [];
  const factor = BYTES_OF[unit];
  return number === undefined || factor === undefined ? null : Number(number) * factor;
}
