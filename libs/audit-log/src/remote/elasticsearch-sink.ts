import { DAY_MS, Fault } from '@ragfleet/kernel';
import { z } from 'zod';
import { type AuditLine, auditLine } from '../audit-line.ts';
import { dayOf } from '../audit-files.ts';
import { type AuditQuery, type ChainPart, recordOf } from '../reading/contract.ts';
import type { RemoteSink } from './contract.ts';
import { elasticsearchMapping } from './elasticsearch-mapping.ts';
import { createElasticsearchClient, type ElasticsearchClient } from './elasticsearch-client.ts';

export interface ElasticsearchSinkOptions {
  readonly url: string;
  /** Base64, as the server hands it out; null for a server without security. */
  readonly apiKey: string | null;
  /** Before the day in the name of an index. */
  readonly index: string;
  readonly retentionDays: number;
  readonly nowMs?: () => number;
}

const PAGE = 1_000;
const ALREADY_THERE = 409;
const TOO_LARGE = 413;
/** Refusals of a line itself, as Elasticsearch and OpenSearch name them. Any other 400 may pass by, such as that of a cluster without room for an index. */
const LINE_REFUSED = new Set([
  'document_parsing_exception',
  'mapper_parsing_exception',
  'strict_dynamic_mapping_exception',
]);

const created = z.object({
  status: z.int(),
  error: z.object({ type: z.string() }).optional(),
});
const bulkReply = z.object({ items: z.array(z.object({ create: created })) });
const searchReply = z.object({
  hits: z.object({ hits: z.array(z.object({ _source: z.unknown(), _id: z.string() })) }),
});
const writersReply = z.object({
  aggregations: z
    .object({
      writers: z.object({
        buckets: z.array(z.object({ key: z.object({ writer: z.string() }) })),
      }),
    })
    .optional(),
});

/** An index for each day of Elasticsearch or OpenSearch, through their HTTP interface. A line's id is its event's, so that twice is once. */
export function createElasticsearchSink(options: ElasticsearchSinkOptions): RemoteSink {
  const { index, retentionDays, nowMs = Date.now } = options;
  const client = createElasticsearchClient(options);
  const every = `${index}-*`;
  const prepare: RemoteSink['prepare'] = async (signal) => {
    await client.call('PUT', `/_index_template/${index}`, elasticsearchMapping(every), signal);
    await removeOldDays(client, { index, oldest: dayOf(nowMs() - retentionDays * DAY_MS) }, signal);
  };
  return {
    name: 'elasticsearch',
    covers: 'fleet',
    prepare,
    write: async (lines, signal) => {
      const body = lines.flatMap((line) => [
        JSON.stringify({ create: { _index: `${index}-${line.timestamp.slice(0, 10)}`, _id: line.event_id } }),
        JSON.stringify(line),
      ]);
      return refusedOf(await client.bulk(`${body.join('\n')}\n`, signal));
    },
    read: async (query, signal) => {
      const body = { size: query.limit, query: filterOf(query), sort: [{ event_id: 'desc' }] };
      const found = await search(client, every, body, signal);
      return found.flatMap(({ line }) => (line === null ? [] : [recordOf(line)]));
    },
    writers: (signal) => writersOf(client, every, signal),
    chain: (writer, signal) => chainOfIndex(client, { every, writer }, signal),
    head: () => Promise.resolve(null),
    close: () => undefined,
  };
}

function refusedOf(reply: unknown): number {
  const left = bulkReply
    .parse(reply)
    .items.map(({ create }) => create)
    .filter(({ status }) => status >= 300 && status !== ALREADY_THERE);
  const passing = left.find((one) => !isLineRefused(one));
  if (passing !== undefined)
    throw new Fault(
      'unavailable',
      `Elasticsearch did not take every audit line: ${passing.status} ${passing.error?.type ?? 'without a reason'}.`,
    );
  return left.length;
}

const isLineRefused = ({ status, error }: z.output<typeof created>): boolean =>
  status === TOO_LARGE || (status === 400 && LINE_REFUSED.has(error?.type ?? ''));

function filterOf({ tenantId, userIds, types, from, to, before }: AuditQuery): object {
  const filter = [
    { term: { tenant: tenantId } },
    ...(userIds === undefined ? [] : [{ terms: { user_id: userIds } }]),
    ...(types === undefined ? [] : [{ terms: { event_type: types } }]),
    {
      range: {
        timestamp: { ...(from !== undefined && { gte: from }), ...(to !== undefined && { lte: to }) },
      },
    },
    ...(before === undefined ? [] : [{ range: { event_id: { lt: before } } }]),
  ];
  return { bool: { filter } };
}

type Found = ChainPart;

async function search(
  client: ElasticsearchClient,
  indices: string,
  body: object,
  signal: AbortSignal,
): Promise<Found[]> {
  const path = `/${indices}/_search?ignore_unavailable=true&allow_no_indices=true`;
  // What was written a moment ago is found as well.
  await client.call('POST', `/${indices}/_refresh?ignore_unavailable=true&allow_no_indices=true`, {}, signal);
  const { hits } = searchReply.parse(await client.call('POST', path, body, signal));
  return hits.hits.map(({ _source, _id }) => ({
    line: auditLine.safeParse(_source).data ?? null,
    place: _id,
    isTorn: false,
  }));
}

async function* writersOf(
  client: ElasticsearchClient,
  every: string,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let after: string | undefined;
  do {
    const composite = {
      size: PAGE,
      sources: [{ writer: { terms: { field: 'writer' } } }],
      ...(after !== undefined && { after: { writer: after } }),
    };
    const body = { size: 0, aggs: { writers: { composite } } };
    const path = `/${every}/_search?ignore_unavailable=true&allow_no_indices=true`;
    const reply = writersReply.parse(await client.call('POST', path, body, signal));
    const names = reply.aggregations?.writers.buckets.map(({ key }) => key.writer) ?? [];
    yield* names;
    after = names.at(-1);
  } while (after !== undefined);
}

async function* chainOfIndex(
  client: ElasticsearchClient,
  { every, writer }: { readonly every: string; readonly writer: string },
  signal: AbortSignal,
): AsyncGenerator<ChainPart> {
  let after: number | null = null;
  for (;;) {
    const filter = [{ term: { writer } }, ...(after === null ? [] : [{ range: { seq: { gt: after } } }])];
    const body = { size: PAGE, query: { bool: { filter } }, sort: [{ seq: 'asc' }] };
    const page = await search(client, every, body, signal);
    yield* page;
    const last: AuditLine | null | undefined = page.at(-1)?.line;
    if (page.length < PAGE || last === null || last === undefined) return;
    after = last.seq;
  }
}

const DAY = /-(\d{4}-\d{2}-\d{2})$/;

async function removeOldDays(
  client: ElasticsearchClient,
  { index, oldest }: { readonly index: string; readonly oldest: string },
  signal: AbortSignal,
): Promise<void> {
  const listed = z
    .array(z.object({ index: z.string() }))
    .parse(await client.call('GET', `/_cat/indices/${index}-*?format=json&h=index`, null, signal));
  const expired = listed
    .map(({ index: name }) => name)
    .filter((name) => (DAY.exec(name)?.[1] ?? oldest) < oldest);
  for (const name of expired) await client.call('DELETE', `/${name}?ignore_unavailable=true`, null, signal);
}
