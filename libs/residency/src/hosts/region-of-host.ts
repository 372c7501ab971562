import type { Region } from '@ragfleet/kernel';
import type { ResidencyVariables } from '../residency-variables.ts';
import { CLOUD_DOMAINS, CLOUD_REGIONS, REGION_FIRST_DOMAINS, VENDOR_HOSTS } from './known-hosts.ts';

/** Regions by host; `*.example.com` stands for every host below that domain. */
export type DeclaredRegions = Readonly<Record<string, Region>>;

/**
 * Where a host is; null when nobody says. What a vendor's own name says comes before what is declared of it: a
 * declaration can fill a gap, and move nothing.
 */
export function regionOfHost(host: string, declared: DeclaredRegions): Region | null {
  const name = host.toLowerCase().replace(/\.$/, '');
  const vendors = Object.hasOwn(VENDOR_HOSTS, name) ? VENDOR_HOSTS[name] : undefined;
  return vendors ?? regionInName(name) ?? declaredRegion(name, declared);
}

/** True of a host that is known to be in another region than the fleet's; nobody knows that of most. */
export function isElsewhere(
  host: string,
  { REGION: region, ENDPOINT_REGIONS }: Pick<ResidencyVariables, 'REGION' | 'ENDPOINT_REGIONS'>,
): boolean {
  if (region === undefined) return false;
  const place = regionOfHost(host, ENDPOINT_REGIONS);
  return place !== null && place !== region;
}

/** The region of a cloud's region, such as `eu-central-1` or `westeurope`; null when it is in none of ours. */
export const regionOfCloud = (name: string): Region | null =>
  CLOUD_REGIONS.find(([pattern]) => pattern.test(name))?.[1] ?? null;

/** The longest declared domain decides. */
function declaredRegion(name: string, declared: DeclaredRegions): Region | null {
  const labels = name.split('.');
  const names = [name, ...labels.slice(1).map((_label, at) => `*.${labels.slice(at + 1).join('.')}`)];
  const known = names.find((candidate) => Object.hasOwn(declared, candidate));
  return known === undefined ? null : (declared[known] ?? null);
}

function regionInName(name: string): Region | null {
  const labels = name.split('.');
  const isUnder = (domain: string): boolean => name.endsWith(`.${domain}`);
  if (REGION_FIRST_DOMAINS.some(isUnder)) return regionOfLabel(labels[0] ?? '');
  if (!CLOUD_DOMAINS.some(isUnder)) return null;
  // The first label is what a customer likes to call it: a bucket may be named after a region that it is not in.
  const found = new Set(labels.slice(1).flatMap((label) => regionOfLabel(label) ?? []));
  const [only] = found;
  return found.size === 1 ? (only ?? null) : null;
}

/** `eu-central-1-0` and `europe-west3-aiplatform` begin with the region's own name. */
function regionOfLabel(label: string): Region | null {
  const parts = label.split('-');
  const names = parts.map((_part, at) => parts.slice(0, at + 1).join('-')).toReversed();
  for (const name of names) {
    const region = regionOfCloud(name);
    if (region !== null) return region;
  }
  return null;
}
