import fc from 'fast-check';
import type { Api, Operation } from './read-api.fixture.ts';

/** A request that a generator made. */
export interface GeneratedRequest {
  /** Null where the method and path are wild. */
  readonly operation: Operation | null;
  readonly method: string;
  readonly target: string;
  readonly caller: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'];
const HEADERS = [
  'accept',
  'idempotency-key',
  'prefer',
  'last-event-id',
  'x-request-id',
  'x-forwarded-for',
  'origin',
  'range',
  'if-none-match',
  'cookie',
] as const;

const printable = fc.string({ unit: 'grapheme-ascii', maxLength: 60 }).map((text) => text.trim());
const wildText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme-composite', maxLength: 200 }),
  fc.constantFrom('', ' ', '\u0000', '\ud800', '__proto__', "' OR 1=1 --", '../..', 'a'.repeat(3_000)),
);
const wildValue = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }) },
  wildText,
  fc.double(),
  fc.constantFrom(null, 0, -1, 2 ** 53, 1e308, true, [], {}),
);

/** Requests near what an operation of the document asks for, and others that are near nothing. */
export function generatedRequests(api: Api, callers: number): fc.Arbitrary<GeneratedRequest> {
  const caller = fc.nat({ max: callers - 1 });
  const near = fc.constantFrom(...api.operations).chain((operation) =>
    fc.record({
      operation: fc.constant(operation),
      method: fc.constant(operation.method.toUpperCase()),
      target: targetOf(operation),
      caller,
      headers: headersOf(operation.hasBody),
      body: operation.hasBody ? bodyOf(api, operation) : fc.constant(null),
    }),
  );
  const wild = fc.record({
    operation: fc.constant(null),
    method: fc.constantFrom(...METHODS),
    target: wildTarget(api),
    caller,
    headers: headersOf(false),
    body: fc.option(fc.string({ unit: 'binary', maxLength: 300 }), { nil: null }),
  });
  return fc.oneof({ weight: 9, arbitrary: near }, { weight: 1, arbitrary: wild });
}

const segment = fc.oneof(
  fc.constantFrom(
    'q_1',
    'ing_1',
    'wh-1',
    'warm_1',
    'doc-1',
    'we_00000000000000000000000000000000',
    'abcdefgh',
    'acme',
  ),
  wildText.map(encodePart),
);

function targetOf(operation: Operation): fc.Arbitrary<string> {
  const path = fc
    .array(segment, { minLength: operation.params, maxLength: operation.params })
    .map((ids) => ids.reduce((text, id) => text.replace(/\{\w+\}/, () => id || 'x'), operation.path));
  const name = fc.constantFrom(...operation.query, 'unknown');
  const value = fc.oneof(
    fc.constantFrom('1', '20', '2026-01-01', 'default', 'failed', 'day'),
    wildText.map(encodePart),
  );
  const pairs = fc.array(fc.tuple(name, value), { maxLength: operation.query.length > 0 ? 3 : 1 });
  return fc.tuple(path, pairs).map(([text, given]) => text + queryOf(given));
}

const queryOf = (pairs: ReadonlyArray<readonly [string, string]>): string =>
  pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`;

function wildTarget({ operations }: Api): fc.Arbitrary<string> {
  const known = fc.constantFrom(...operations.map(({ path }) => path));
  const parts = fc.array(fc.oneof(segment, fc.constantFrom('..', '.', '%', '%zz', ';', '*')), {
    maxLength: 5,
  });
  return fc.oneof(
    known.map((path) => path.replaceAll(/\{\w+\}/g, 'x')),
    parts.map((all) => `/${all.join('/')}`),
    fc.tuple(known, parts).map(([path, all]) => `${path.replaceAll(/[{}]/g, '')}/${all.join('/')}`),
  );
}

function headersOf(hasBody: boolean): fc.Arbitrary<Record<string, string>> {
  const types = fc.constantFrom(
    'application/json',
    'application/json',
    'application/json',
    'text/plain',
    'x',
  );
  const some = fc.dictionary(fc.constantFrom(...HEADERS), printable, { maxKeys: 2, noNullPrototype: true });
  return fc
    .tuple(some, types)
    .map(([headers, type]) => (hasBody ? { ...headers, 'content-type': type } : headers));
}

/** A body of the operation's fields: most as they should be, one or two as they should not. */
function bodyOf(api: Api, operation: Operation): fc.Arbitrary<string> {
  const good = fc.constant(api.exampleOf(operation));
  const changes = fc.array(fc.tuple(fc.constantFrom(...operation.fields, 'unknown'), wildValue), {
    maxLength: 2,
  });
  const near = fc.tuple(good, changes).map(([body, all]) => textOf({ ...body, ...Object.fromEntries(all) }));
  const wild = wildValue.map(textOf);
  const broken = fc.tuple(near, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1)));
  return fc.oneof(
    { weight: 8, arbitrary: near },
    { weight: 1, arbitrary: wild },
    { weight: 1, arbitrary: broken },
  );
}

const textOf = (value: unknown): string => JSON.stringify(value) ?? '';

/** As a part of a path or query; what UTF-8 cannot spell is left out. */
function encodePart(text: string): string {
  return encodeURIComponent(text.toWellFormed()).slice(0, 1_500).replace(/%.?$/, '');
}
