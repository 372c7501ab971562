/** A secret that tells by its first characters what it is. */
export interface KeyKind {
  readonly name: string;
  /** Case matters. */
  readonly prefixes: readonly string[];
  /** The characters that follow, as the inside of a class. */
  readonly body: string;
  /** With fewer it is something else. */
  readonly leastCharacters: number;
  /** What the body must hold beside, where words could follow the prefix. Once true, more text cannot undo it. */
  readonly telling?: RegExp;
}

const WORD = 'A-Za-z0-9_-';
const ALPHANUMERIC = 'A-Za-z0-9';
const HEX = '0-9a-f';

export const KEY_KINDS: readonly KeyKind[] = [
  {
    name: 'AWS access key id',
    prefixes: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    body: 'A-Z0-9',
    leastCharacters: 16,
  },
  {
    name: 'GitHub token',
    prefixes: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    body: ALPHANUMERIC,
    leastCharacters: 30,
  },
  { name: 'GitHub fine-grained token', prefixes: ['github_pat_'], body: 'A-Za-z0-9_', leastCharacters: 30 },
  { name: 'GitLab token', prefixes: ['glpat-', 'gldt-', 'glrt-'], body: WORD, leastCharacters: 20 },
  { name: 'Google API key', prefixes: ['AIza'], body: WORD, leastCharacters: 30 },
  { name: 'Google client secret', prefixes: ['GOCSPX-'], body: WORD, leastCharacters: 24 },
  { name: 'Hugging Face token', prefixes: ['hf_'], body: ALPHANUMERIC, leastCharacters: 30 },
  { name: 'npm token', prefixes: ['npm_'], body: ALPHANUMERIC, leastCharacters: 30 },
  { name: 'PyPI token', prefixes: ['pypi-AgEI'], body: WORD, leastCharacters: 40 },
  {
    name: 'Slack token',
    prefixes: ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xapp-'],
    body: WORD,
    leastCharacters: 16,
  },
  {
    name: 'Slack webhook',
    prefixes: ['hooks.slack.com/services/'],
    body: 'A-Za-z0-9/_-',
    leastCharacters: 20,
  },
  { name: 'SendGrid key', prefixes: ['SG.'], body: 'A-Za-z0-9_.-', leastCharacters: 40 },
  { name: 'Twilio key', prefixes: ['SK'], body: HEX, leastCharacters: 32 },
  {
    name: 'Stripe key',
    prefixes: ['sk_live_', 'rk_live_', 'sk_test_', 'rk_test_'],
    body: ALPHANUMERIC,
    leastCharacters: 16,
  },
  { name: 'JSON web token', prefixes: ['eyJ'], body: 'A-Za-z0-9_.-', leastCharacters: 24 },
  { name: 'Webhook secret', prefixes: ['whsec_'], body: 'A-Za-z0-9+/=', leastCharacters: 24 },
  {
    name: 'Ragfleet key',
    prefixes: ['rag_'],
    body: WORD,
    leastCharacters: 30,
    telling: /\d[^\d]*\d|[A-Z][^A-Z]*[A-Z]/,
  },
  { name: 'DigitalOcean token', prefixes: ['dop_v1_', 'doo_v1_', 'dor_v1_'], body: HEX, leastCharacters: 40 },
  {
    name: 'Shopify token',
    prefixes: ['shpat_', 'shpca_', 'shppa_', 'shpss_'],
    body: '0-9A-Fa-f',
    leastCharacters: 32,
  },
  { name: 'Databricks token', prefixes: ['dapi'], body: HEX, leastCharacters: 32 },
  { name: 'Linear key', prefixes: ['lin_api_'], body: ALPHANUMERIC, leastCharacters: 32 },
  { name: 'Docker token', prefixes: ['dckr_pat_'], body: WORD, leastCharacters: 20 },
  { name: 'Vault token', prefixes: ['hvs.', 'hvb.'], body: WORD, leastCharacters: 24 },
  { name: 'Grafana token', prefixes: ['glsa_', 'glc_'], body: 'A-Za-z0-9_+/=', leastCharacters: 32 },
  { name: 'age key', prefixes: ['AGE-SECRET-KEY-1'], body: 'A-Z0-9', leastCharacters: 50 },
  { name: 'Groq key', prefixes: ['gsk_'], body: ALPHANUMERIC, leastCharacters: 40 },
  { name: 'Pinecone key', prefixes: ['pcsk_'], body: 'A-Za-z0-9_', leastCharacters: 32 },
];
