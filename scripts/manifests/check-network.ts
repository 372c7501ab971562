import { isPublicAddress } from '@ragfleet/public-http';
import type { AppConfig } from '../config-schemas/read-config-schemas.ts';
import { deploymentsOf } from './check-kubernetes.ts';
import type { KubernetesObject, Manifests } from './read-manifests.ts';

type Labels = Readonly<Record<string, string>>;

interface Peer {
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}
interface PodSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    /** `In` is the one that the policies use; of another one nothing is believed. */
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}
interface EgressRule {
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port?: number | string }[];
}
interface PolicySpec {
  readonly podSelector?: PodSelector;
  readonly policyTypes?: readonly string[];
  readonly egress?: readonly EgressRule[];
}

/** Everything is denied by default, and no rule lets a pod out to an address that its process would refuse. */
export function checkNetwork({ objects }: Manifests): string[] {
  const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
  // A second and more to find, and the same for all manifests.
  const addresses = (notPublic ??= addressesThatAreNotPublic());
  const denies = policies.some(({ spec }) => deniesAll(spec));
  return [
    ...(denies ? [] : ['k8s/base: no NetworkPolicy denies what no other one allows.']),
    ...policies.flatMap((policy) => checkEgress(policy, addresses)),
  ];
}

/** Each process that writes the audit log is let out to where its lines may be kept: every sink but files speaks TLS on 443. */
export function checkAuditEgress(manifests: Manifests, configs: readonly AppConfig[]): string[] {
  const deployments = deploymentsOf(manifests);
  const policies = manifests.objects.filter(
    ({ kind, file, spec }) =>
      kind === 'NetworkPolicy' && file.startsWith('k8s/base/') && opensTls(spec as PolicySpec),
  );
  return configs
    .filter(({ variables }) => variables.some(({ name }) => name === 'AUDIT_SINK'))
    .flatMap(({ app }) => {
      const deployment = deployments.get(app);
      if (deployment === undefined) return [];
      const { metadata } = deployment.spec['template'] as { readonly metadata: { readonly labels: Labels } };
      const isLetOut = policies.some(({ spec }) => selects(spec, metadata.labels));
      return isLetOut
        ? []
        : [`k8s/base: no NetworkPolicy lets ${app} out to the sink of the audit log (443).`];
    });
}

const opensTls = ({ egress = [] }: PolicySpec): boolean =>
  egress.some(
    ({ to = [], ports = [] }) =>
      to.some(({ ipBlock }) => ipBlock?.cidr === '0.0.0.0/0') && ports.some(({ port }) => port === 443),
  );

function selects({ podSelector }: PolicySpec, labels: Labels): boolean {
  const { matchLabels = {}, matchExpressions = [] } = podSelector ?? {};
  return (
    Object.entries(matchLabels).every(([label, value]) => labels[label] === value) &&
    matchExpressions.every(
      ({ key, operator, values = [] }) => operator === 'In' && values.includes(labels[key] ?? ''),
    )
  );
}

function deniesAll({ podSelector, policyTypes, ...rules }: PolicySpec): boolean {
  const isForAll = podSelector !== undefined && Object.keys(podSelector).length === 0;
  return isForAll && policyTypes?.length === 2 && Object.keys(rules).length === 0;
}

function checkEgress({ file, name, spec }: KubernetesObject, addresses: readonly number[]): string[] {
  const rules = (spec as PolicySpec).egress ?? [];
  return rules.flatMap(({ to }) => {
    if (to === undefined) return [`${file}: NetworkPolicy ${name} lets its pods out to everywhere.`];
    const blocks = to.flatMap(({ ipBlock }) => ipBlock ?? []);
    return blocks.flatMap(({ cidr, except = [] }) =>
      leaksOf(cidr, except, addresses).map(
        (address) => `${file}: NetworkPolicy ${name} lets its pods out to ${address}, which is not public.`,
      ),
    );
  });
}

/** Where small ranges that are not public begin, within a /16: each of them is looked at in every one. */
const THIRD_PARTS = [0, 2, 99, 100, 113, 129];
const LAST_PART = 16;
let notPublic: readonly number[] | undefined;

/** Of six addresses in every /16 of IPv4 those that are not public. */
function addressesThatAreNotPublic(): readonly number[] {
  const found: number[] = [];
  for (let block = 0; block < 2 ** 16; block += 1)
    for (const part of THIRD_PARTS) {
      const address = block * 2 ** 16 + part * 2 ** 8 + LAST_PART;
      if (!isPublicAddress(dotted(address))) found.push(address);
    }
  return found;
}

/** The first of these addresses that is open. */
function leaksOf(cidr: string, except: readonly string[], addresses: readonly number[]): string[] {
  const isAllowed = inRange(cidr);
  const exceptions = except.map(inRange);
  const leak = addresses.find((address) => isAllowed(address) && !exceptions.some((isIn) => isIn(address)));
  return leak === undefined ? [] : [dotted(leak)];
}

function inRange(cidr: string): (address: number) => boolean {
  const [base = '', bits = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  const range = Math.floor(numberOf(base) / size);
  return (address) => Math.floor(address / size) === range;
}

const numberOf = (address: string): number =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

const dotted = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
