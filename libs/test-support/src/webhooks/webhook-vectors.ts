import { createHmac } from 'node:crypto';

/** A webhook as it arrives: header names in lower case. */
export interface VectorWebhook {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface WebhookCase {
  readonly name: string;
  readonly webhook: VectorWebhook;
  /** What the receiver holds. */
  readonly secrets: readonly string[];
}

/** When the vectors were signed; the receiver's clock stands here too. Milliseconds. */
export const VECTORS_AT_MS = 1_700_000_000_000;
const AT = VECTORS_AT_MS / 1_000;

export const VECTOR_SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
const OTHER = `whsec_${Buffer.from('another secret of thirty-two byte').toString('base64')}`;
const BODY = '{"type":"query.completed","data":{"id":"q_1"}}';

/** The headers of a signed webhook. */
export const webhookHeaders = (
  id: string,
  atSeconds: number,
  signature: string,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> => ({
  'webhook-id': id,
  'webhook-timestamp': String(atSeconds),
  'webhook-signature': signature,
});

/** Standard Webhooks v1 over fixed inputs: id, seconds, body, signature. */
export const WEBHOOK_VECTORS: ReadonlyArray<
  readonly [id: string, atSeconds: number, body: string, signature: string]
> = [
  ['msg_1', AT, '', 'v1,iKFTj1bDApk/dktaaBRO3DQUPfL6GPO3aJKPm7ENJfI='],
  ['msg_1', AT, '{}', 'v1,2c4VI0bO4Wd5svqP2unEA9pCk0dTAXr/elrHCJ+/efk='],
  ['msg_1', AT, BODY, 'v1,h817MjM9/X/sKyny6GpXV4RTRaFh72bVv05ZIVKwtBY='],
  ['msg_1', AT, '{"t":"é漢😀"}', 'v1,V7RBWqlXuZfr80XoWot3NeYa763dYvrwSBWtnEIR5mk='],
  ['msg_2', AT + 300, '{"type":"query.failed"}\n', 'v1,Wme0psl5uZarmFFXoTj32gIHJWhFMvAwNQRdVDzTMaA='],
];

/** By node:crypto alone, so that neither side of a check vouches for itself. */
function signed(secret: string, atSeconds: number = AT, id = 'msg_1', body = BODY): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${atSeconds}.${body}`).digest('base64')}`;
}

const GOOD = signed(VECTOR_SECRET);

function webhook(changes: Readonly<Record<string, string | undefined>>, body = BODY): VectorWebhook {
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(AT),
    'webhook-signature': GOOD,
    ...changes,
  };
  return { headers, body };
}

const withSignature = (signature: string, body = BODY): VectorWebhook =>
  webhook({ 'webhook-signature': signature }, body);
const at = (atSeconds: number): VectorWebhook =>
  webhook({
    'webhook-timestamp': String(atSeconds),
    'webhook-signature': signed(VECTOR_SECRET, atSeconds),
  });
const one = [VECTOR_SECRET];

/** What a receiver must accept. */
export const GENUINE_WEBHOOKS: readonly WebhookCase[] = [
  { name: 'as it was signed', webhook: webhook({}), secrets: one },
  { name: 'a bad signature before the good one', webhook: withSignature(`v1,AAAA ${GOOD}`), secrets: one },
  { name: 'a bad signature behind the good one', webhook: withSignature(`${GOOD} v1,AAAA`), secrets: one },
  { name: 'a scheme of later days beside it', webhook: withSignature(`v1a,AAAA ${GOOD}`), secrets: one },
  {
    name: 'old and new secret, the old one held',
    webhook: withSignature(`${signed(OTHER)} ${GOOD}`),
    secrets: one,
  },
  {
    name: 'old and new secret, the new one held',
    webhook: withSignature(`${signed(OTHER)} ${GOOD}`),
    secrets: [OTHER],
  },
  { name: 'either secret held', webhook: webhook({}), secrets: [OTHER, VECTOR_SECRET] },
  { name: '299 s old', webhook: at(AT - 299), secrets: one },
  { name: '299 s ahead', webhook: at(AT + 299), secrets: one },
];

/** What a receiver must refuse. */
export const FORGED_WEBHOOKS: readonly WebhookCase[] = [
  { name: 'one more byte', webhook: webhook({}, `${BODY} `), secrets: one },
  { name: 'one byte less', webhook: webhook({}, BODY.slice(0, -1)), secrets: one },
  { name: 'no body', webhook: webhook({}, ''), secrets: one },
  { name: 'serialized anew', webhook: webhook({}, JSON.stringify(JSON.parse(BODY), null, 1)), secrets: one },
  { name: 'a byte order mark before the body', webhook: webhook({}, `\ufeff${BODY}`), secrets: one },
  { name: 'another id', webhook: webhook({ 'webhook-id': 'msg_2' }), secrets: one },
  { name: 'another time', webhook: webhook({ 'webhook-timestamp': String(AT + 1) }), secrets: one },
  { name: 'id and time run together', webhook: webhook({ 'webhook-id': `msg_1.${AT}` }), secrets: one },
  { name: '301 s old', webhook: at(AT - 301), secrets: one },
  { name: '301 s ahead', webhook: at(AT + 301), secrets: one },
  { name: 'a time that is a word', webhook: webhook({ 'webhook-timestamp': 'now' }), secrets: one },
  { name: 'a time with a tail', webhook: webhook({ 'webhook-timestamp': `${AT}x` }), secrets: one },
  { name: 'a time with a fraction', webhook: webhook({ 'webhook-timestamp': `${AT}.0` }), secrets: one },
  { name: 'a time in milliseconds', webhook: at(VECTORS_AT_MS), secrets: one },
  { name: 'no id', webhook: webhook({ 'webhook-id': undefined }), secrets: one },
  { name: 'an empty id', webhook: webhook({ 'webhook-id': '' }), secrets: one },
  { name: 'no time', webhook: webhook({ 'webhook-timestamp': undefined }), secrets: one },
  { name: 'no signature', webhook: webhook({ 'webhook-signature': undefined }), secrets: one },
  { name: 'the secret of another endpoint', webhook: withSignature(signed(OTHER)), secrets: one },
  { name: 'v1a alone', webhook: withSignature(GOOD.replace('v1,', 'v1a,')), secrets: one },
  { name: 'v2', webhook: withSignature(GOOD.replace('v1,', 'v2,')), secrets: one },
  { name: 'no scheme', webhook: withSignature(GOOD.replace('v1,', '')), secrets: one },
  { name: 'an empty list', webhook: withSignature(' '), secrets: one },
  { name: 'broken base64', webhook: withSignature('v1,%%%'), secrets: one },
  { name: 'a truncated code', webhook: withSignature(GOOD.slice(0, -8)), secrets: one },
  { name: 'an empty code', webhook: withSignature('v1,'), secrets: one },
];

/** With these no receiver and no sender may work: under 24 bytes they could be guessed. */
export const WEAK_SECRETS: readonly string[] = [
  'whsec_',
  `whsec_${Buffer.alloc(23).toString('base64')}`,
  'whsec_%%%',
];
