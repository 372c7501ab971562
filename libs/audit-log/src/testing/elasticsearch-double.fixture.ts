import { z } from 'zod';
import { type HttpDouble, type Reply, serveDouble } from './serve-double.fixture.ts';

export interface ElasticsearchDouble extends HttpDouble {
  /** Documents by id, by index. */
  readonly indices: Map<string, Map<string, Record<string, unknown>>>;
  readonly templates: string[];
  /** What every request must carry in `Authorization`. */
  readonly authorization: string;
  /** Says that it has failed after it has taken the next batch. */
  losesReply: boolean;
  /** Refuses the first document of the next batch so. */
  refuses: Refusal | null;
}

export interface Refusal {
  readonly status: number;
  readonly type: string;
}

type Document = Record<string, unknown>;
const scalar = z.union([z.string(), z.number()]);
const clause = z.union([
  z.object({ term: z.record(z.string(), scalar) }),
  z.object({ terms: z.record(z.string(), z.array(scalar)) }),
  z.object({
    range: z.record(
      z.string(),
      z.object({
        gt: scalar.optional(),
        lt: scalar.optional(),
        gte: scalar.optional(),
        lte: scalar.optional(),
      }),
    ),
  }),
]);
const searchBody = z.object({
  size: z.int(),
  query: z.object({ bool: z.object({ filter: z.array(clause) }) }).optional(),
  sort: z.array(z.record(z.string(), z.enum(['asc', 'desc']))).default([]),
  aggs: z
    .object({
      writers: z.object({ composite: z.object({ after: z.object({ writer: z.string() }).optional() }) }),
    })
    .optional(),
});
const action = z.object({ create: z.object({ _index: z.string(), _id: z.string() }) });

const ok = (body: unknown = {}): Reply => ({ status: 200, body });

/** Elasticsearch as far as the sink asks: templates, `_bulk` with `create`, filters, sorting, a composite aggregation. */
export async function startElasticsearchDouble(): Promise<ElasticsearchDouble> {
  const http = await serveDouble((request, body) => {
    const [path = ''] = (request.url ?? '').split('?');
    if (request.headers.authorization !== double.authorization) return { status: 401, body: {} };
    return answer(double, `${request.method} ${path}`, body);
  }, 'application/json');
  const double: ElasticsearchDouble = Object.assign(http, {
    indices: new Map<string, Map<string, Document>>(),
    templates: [],
    authorization: 'ApiKey a2V5',
    losesReply: false,
    refuses: null,
  });
  return double;
}

function answer(double: ElasticsearchDouble, line: string, body: string): Reply {
  if (line.startsWith('PUT /_index_template/')) {
    double.templates.push(body);
    return ok();
  }
  if (line === 'POST /_bulk') return bulk(double, body);
  if (line.endsWith('/_refresh')) return ok();
  if (line.endsWith('/_search')) return search(double, searchBody.parse(JSON.parse(body)));
  if (line.startsWith('GET /_cat/indices/'))
    return ok([...double.indices.keys()].map((index) => ({ index })));
  if (line.startsWith('DELETE /')) {
    double.indices.delete(line.slice('DELETE /'.length));
    return ok();
  }
  return { status: 400, body: {} };
}

function bulk(double: ElasticsearchDouble, body: string): Reply {
  const lines = body.trimEnd().split('\n');
  const items = lines.flatMap((line, at) => {
    if (at % 2 === 1) return [];
    const { _index: index, _id: id } = action.parse(JSON.parse(line)).create;
    return [{ create: put(double, { index, id, text: lines[at + 1] ?? '' }) }];
  });
  if (!double.losesReply) return ok({ items });
  double.losesReply = false;
  return { status: 503, body: {} };
}

function put(
  double: ElasticsearchDouble,
  { index, id, text }: { readonly index: string; readonly id: string; readonly text: string },
): { readonly status: number; readonly error?: { readonly type: string } } {
  const { refuses } = double;
  double.refuses = null;
  if (refuses !== null) return { status: refuses.status, error: { type: refuses.type } };
  const documents = double.indices.get(index) ?? new Map<string, Document>();
  double.indices.set(index, documents);
  if (documents.has(id)) return { status: 409, error: { type: 'version_conflict_engine_exception' } };
  documents.set(id, z.record(z.string(), z.unknown()).parse(JSON.parse(text)));
  return { status: 201 };
}

function search(double: ElasticsearchDouble, body: z.output<typeof searchBody>): Reply {
  const all = [...double.indices.values()].flatMap((documents) => [...documents]);
  if (body.aggs !== undefined) {
    const { after } = body.aggs.writers.composite;
    const writers = [...new Set(all.map(([, document]) => String(document['writer'])))].toSorted();
    const buckets = writers.filter((name) => after === undefined || name > after.writer);
    return ok({
      hits: { hits: [] },
      aggregations: { writers: { buckets: buckets.map((writer) => ({ key: { writer } })) } },
    });
  }
  const [[field, direction] = ['event_id', 'asc']] = body.sort.flatMap((one) => Object.entries(one));
  const sign = direction === 'asc' ? 1 : -1;
  const found = all
    .filter(([, document]) => (body.query?.bool.filter ?? []).every((one) => fits(document, one)))
    .toSorted(([, one], [, other]) => (before(one[field], other[field]) ? -sign : sign));
  return ok({ hits: { hits: found.slice(0, body.size).map(([_id, _source]) => ({ _id, _source })) } });
}

function before(one: unknown, other: unknown): boolean {
  return typeof one === 'number' ? one < Number(other) : String(one) < String(other);
}

function fits(document: Document, one: z.output<typeof clause>): boolean {
  if ('term' in one) return Object.entries(one.term).every(([field, value]) => document[field] === value);
  if ('terms' in one)
    return Object.entries(one.terms).every(([field, values]) =>
      values.some((value) => document[field] === value),
    );
  return Object.entries(one.range).every(([field, { gt, lt, gte, lte }]) => {
    const value = document[field];
    return (
      (gt === undefined || before(gt, value)) &&
      (lt === undefined || before(value, lt)) &&
      (gte === undefined || !before(value, gte)) &&
      (lte === undefined || !before(lte, value))
    );
  });
}
