import { isPublicAddress } from '@ragfleet/public-http';
import type { KubernetesObject, Manifests } from './read-manifests.ts';

interface Peer {
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}
interface PolicySpec {
  readonly podSelector?: object;
  readonly policyTypes?: readonly string[];
  readonly egress?: readonly { readonly to?: readonly Peer[] }[];
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
