import type { Region } from '@ragfleet/kernel';

/**
 * Hosts of vendors that name their region. OpenAI's plain address is counted to the United States, so that no other
 * region takes it for its own; us.api.openai.com is the one that OpenAI binds to it. A vendor that names no region, such
 * as Anthropic, is not here: where its contract says one, ENDPOINT_REGIONS does too.
 * https://developers.openai.com/api/docs/guides/data-residency
 */
export const VENDOR_HOSTS: Readonly<Record<string, Region>> = {
  'api.openai.com': 'us',
  'us.api.openai.com': 'us',
  'eu.api.openai.com': 'eu',
  'au.api.openai.com': 'apac',
  'in.api.openai.com': 'apac',
  'jp.api.openai.com': 'apac',
};

/**
 * Domains whose names have a cloud's region in a label of its own, behind the one that the customer chooses:
 * `db.abc.eu-central-1.rds.amazonaws.com`, `xyz.europe-west3-0.gcp.cloud.qdrant.io`.
 */
export const CLOUD_DOMAINS: readonly string[] = [
  'amazonaws.com',
  'cloud.qdrant.io',
  'elastic-cloud.com',
  'elastic.cloud',
  'found.io',
  'cloud.redislabs.com',
  'redis-cloud.com',
  'neon.tech',
  'cloudapp.azure.com',
];

/** Domains whose first label is the region, and what may stand behind it. */
export const REGION_FIRST_DOMAINS: readonly string[] = ['api.cognitive.microsoft.com', 'googleapis.com'];

type Range = readonly [pattern: RegExp, region: Region | null];

/**
 * Names of regions of AWS, Google Cloud and Azure. The first that fits decides; null for one that is in none of ours,
 * such as London's neighbours Zurich and Oslo, and for what is not listed.
 */
export const CLOUD_REGIONS: readonly Range[] = [
  [/^eu-west-2$|^europe-west2$|^uk(?:south|west)$/, 'uk'],
  [/^eu-central-2$|^europe-west6$/, null],
  [/^eu-(?:west|central|north|south)-\d$/, 'eu'],
  [/^europe-(?:west|north|central|southwest)\d{1,2}$/, 'eu'],
  [
    /^(?:westeurope|northeurope|francecentral|francesouth|germanywestcentral|germanynorth|swedencentral|italynorth|polandcentral|spaincentral|austriaeast)$/,
    'eu',
  ],
  [/^us-(?:gov-)?(?:east|west)-\d$/, 'us'],
  [/^us-(?:east|west|central|south)\d{1,2}$/, 'us'],
  [/^(?:east|west)us[23]?$|^(?:north|south|west)?centralus$/, 'us'],
  [/^ap-(?:northeast|southeast|south|east)-\d$/, 'apac'],
  [/^(?:asia|australia)-(?:east|northeast|southeast|south)\d{1,2}$/, 'apac'],
  [
    /^(?:eastasia|southeastasia|japan(?:east|west)|korea(?:central|south)|australia(?:east|southeast|central)|(?:central|south|west)india)$/,
    'apac',
  ],
];
