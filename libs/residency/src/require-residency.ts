import { Fault, type Region } from '@ragfleet/kernel';
import type { Configuration, Endpoint } from './endpoints/contract.ts';
import { readEndpoints } from './endpoints/read-endpoints.ts';
import { hostsOf, transportProblem } from './endpoints/transport-problem.ts';
import { regionOfCloud, regionOfHost } from './hosts/region-of-host.ts';
import type { ResidencyVariables } from './residency-variables.ts';

interface Problem {
  readonly variable: string;
  readonly fix: string;
}

/**
 * The region that this process keeps to: every endpoint there and over TLS, encryption at rest stated, everything
 * audited. null when there is no REGION, and nothing is promised. Fault `invalid-input` that names every variable that
 * stands against it, each with its fix, and repeats no value.
 */
export function requireResidency(config: ResidencyVariables & Configuration): Region | null {
  const { REGION: region } = config;
  if (region === undefined) return null;
  const endpoints = readEndpoints(config);
  const problems = [
    ...endpoints.flatMap((endpoint) => endpointProblems(endpoint, region, config)),
    ...statementProblems(config),
  ];
  if (problems.length === 0) return region;
  const lines = problems.map(({ variable, fix }) => `  ${variable}: ${fix}`);
  throw new Fault(
    'invalid-input',
    `REGION=${region} cannot be kept by this configuration. Correct these environment variables, or unset REGION and promise nothing:\n${[...new Set(lines)].join('\n')}`,
  );
}

/** Vendors of answer models that are in another region than the fleet's: for tenants that allow it, and nobody else. */
export function vendorsElsewhere(config: ResidencyVariables & Configuration): ReadonlySet<string> {
  const { REGION: region, ENDPOINT_REGIONS } = config;
  if (region === undefined) return new Set();
  return new Set(
    readEndpoints(config)
      .filter((endpoint) => placesOf(endpoint, ENDPOINT_REGIONS).some((place) => place !== region))
      .flatMap(({ vendor }) => vendor ?? []),
  );
}

function endpointProblems(
  endpoint: Endpoint,
  region: Region,
  { ENDPOINT_REGIONS, ALLOW_CROSS_REGION_FALLBACK }: ResidencyVariables,
): Problem[] {
  const { variable, what, vendor } = endpoint;
  const transport = transportProblem(endpoint);
  const problems = transport === null ? [] : [{ variable, fix: `${transport} (${what})` }];
  if (!endpoint.holdsData) return problems;
  const mayBeElsewhere = ALLOW_CROSS_REGION_FALLBACK && vendor !== undefined;
  const places = placesOf(endpoint, ENDPOINT_REGIONS).map((place) => placeProblem(place, region, vendor));
  const misplaced = places.find((fix) => fix !== null && (!mayBeElsewhere || fix === UNKNOWN)) ?? null;
  return misplaced === null ? problems : [...problems, { variable, fix: `${misplaced} (${what})` }];
}

const UNKNOWN =
  'its region is not known: name its host in ENDPOINT_REGIONS, or take an address that tells its region';

function placeProblem(place: Region | null, region: Region, vendor: string | undefined): string | null {
  if (place === region) return null;
  if (place === null) return UNKNOWN;
  const wayOut = vendor === undefined ? '' : ', or allow it as a fallback with ALLOW_CROSS_REGION_FALLBACK';
  return `it is in ${place}: take one in ${region}${wayOut}`;
}

function placesOf(endpoint: Endpoint, declared: ResidencyVariables['ENDPOINT_REGIONS']): (Region | null)[] {
  if (endpoint.cloudRegion !== undefined) return [regionOfCloud(endpoint.cloudRegion)];
  const hosts = hostsOf(endpoint);
  return hosts.length === 0 ? [null] : hosts.map((host) => regionOfHost(host, declared));
}

/** What no address tells. */
function statementProblems(config: ResidencyVariables & Configuration): Problem[] {
  const { WEBHOOK_ALLOW_HOSTS, SOURCE_ALLOW_HOSTS } = config;
  const overHttp = 'unset it: the hosts that it names may be reached without TLS';
  return [
    ...(config.ENCRYPTION_AT_REST
      ? []
      : [
          {
            variable: 'ENCRYPTION_AT_REST',
            fix: 'set it to true when Redis, PostgreSQL, the vector store, AUDIT_DIR and their backups are encrypted at rest',
          },
        ]),
    ...(String(config['AUDIT_ALL_QUERIES']) === 'false'
      ? [{ variable: 'AUDIT_ALL_QUERIES', fix: 'set it to true: with a region every question is audited' }]
      : []),
    ...(isSet(WEBHOOK_ALLOW_HOSTS) ? [{ variable: 'WEBHOOK_ALLOW_HOSTS', fix: overHttp }] : []),
    ...(isSet(SOURCE_ALLOW_HOSTS) ? [{ variable: 'SOURCE_ALLOW_HOSTS', fix: overHttp }] : []),
  ];
}

const isSet = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : typeof value === 'string' && value.trim() !== '';
