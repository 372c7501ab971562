import { LIMITS } from '@ragfleet/contracts';
import {
  ask,
  type BadInput,
  type BadInputClass,
  document,
  post,
  type RawRequest,
} from './contract.fixture.ts';

interface Edge {
  readonly field: string;
  readonly least: number;
  readonly most: number;
  readonly send: (size: number) => RawRequest;
}

const text = (length: number): string => 'x'.repeat(length);
const turns = (count: number): object => ({
  history: Array.from({ length: count }, () => ({ role: 'user', content: 'a' })),
});
const keys = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));
const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `n${index}`);
const url = (length: number): string => `https://example.com/${text(length - 'https://example.com/'.length)}`;

const EDGES: readonly Edge[] = [
  { field: 'question', least: 1, most: LIMITS.questionCharacters, send: (n) => ask({ question: text(n) }) },
  { field: 'history turns', least: 0, most: LIMITS.historyTurns, send: (n) => ask(turns(n)) },
  {
    field: 'history bytes',
    least: 1,
    most: LIMITS.historyBytes,
    send: (n) => ask({ history: [{ role: 'user', content: text(n) }] }),
  },
  { field: 'metadata keys', least: 0, most: LIMITS.metadataKeys, send: (n) => ask({ metadata: keys(n) }) },
  {
    field: 'metadata value',
    least: 0,
    most: LIMITS.metadataValueCharacters,
    send: (n) => ask({ metadata: { a: text(n) } }),
  },
  { field: 'metadata key', least: 1, most: 64, send: (n) => ask({ metadata: { [text(n)]: 'a' } }) },
  { field: 'namespaces', least: 0, most: LIMITS.namespaces, send: (n) => ask({ namespaces: names(n) }) },
  { field: 'namespace', least: 1, most: 64, send: (n) => ask({ namespaces: [text(n)] }) },
  { field: 'top_k', least: 1, most: LIMITS.topK, send: (n) => ask({ top_k: n }) },
  { field: 'deadline', least: 1, most: LIMITS.deadlineSeconds, send: (n) => ask({ deadline_seconds: n }) },
  { field: 'session_id', least: 1, most: 128, send: (n) => ask({ session_id: text(n) }) },
  {
    field: 'callback URL',
    least: 'https://example.com/'.length,
    most: LIMITS.callbackUrlCharacters,
    send: (n) => ask({ callback: { url: url(n) } }),
  },
  { field: 'document id', least: 1, most: 128, send: (n) => document({ id: text(n) }) },
  { field: 'title', least: 1, most: 512, send: (n) => document({ title: text(n) }) },
  { field: 'source', least: 1, most: 2_048, send: (n) => document({ source: text(n) }) },
];

/** One beyond each end, each end, and far beyond. */
const around = ({ field, least, most, send }: Edge): BadInput[] =>
  [...new Set([least - 1, least, most - 1, most, most + 1, most * 10])]
    .filter((size) => size >= 0 && !(field === 'callback URL' && size < least))
    .map((size) => ({
      name: `${field} of ${size}`,
      sent: send(size),
      status: size < least || size > most ? beyond(field, size) : 202,
    }));

// Far beyond, the body as a whole is too large before anything in it is looked at.
const beyond = (field: string, size: number): number =>
  field === 'history bytes' && size > LIMITS.queryBodyBytes ? 413 : 422;

/** A question with white space around it, so that the body has this many bytes. */
const bodyOf = (bytes: number): string => '{"question":"a"}'.padEnd(bytes, ' ');

const cases: readonly BadInput[] = [
  ...EDGES.flatMap(around),
  ...[LIMITS.queryBodyBytes - 1, LIMITS.queryBodyBytes].map((bytes) => ({
    name: `a body of ${bytes} bytes`,
    sent: post('/v1/queries', bodyOf(bytes)),
    status: 202,
  })),
  ...[LIMITS.queryBodyBytes + 1, LIMITS.queryBodyBytes * 10].map((bytes) => ({
    name: `a body of ${bytes} bytes`,
    sent: post('/v1/queries', bodyOf(bytes)),
    status: 413,
  })),
  {
    name: 'a body of no byte',
    sent: post('/v1/queries', ''),
    status: 400,
  },
];

export const SIZE_EDGES: BadInputClass = { name: 'size edges', atLeast: 48, cases };
