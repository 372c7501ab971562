import { setImmediate } from 'node:timers/promises';
import { Fault } from '@ragfleet/kernel';
import express, { type Request, type Response } from 'express';
import { hasMoreValues } from './count-values.ts';
import type { BodyFacts } from './route.ts';

/** Nothing that the API takes nests deeper than 6. */
const MAX_DEPTH = 8;
/** A thousand queries with all that one may say come to 150,000; four million empty lists would hold up everybody for a second. */
const MAX_VALUES = 250_000;
/** Names that reach the prototype of an object where somebody copies fields without care. */
const REFUSED_NAMES = ['__proto__', 'constructor', 'prototype'] as const;
/** Reading a larger one takes long enough: before it is checked, other requests have their turn. */
const BYTES_PER_TURN = 1024 * 1024;

/** Reads the JSON body of one request. Faults: malformed, too-large, unsupported-media-type. */
export type ReadBody = (request: Request, response: Response) => Promise<unknown>;

/** The reader of a route's body. Compressed bodies count by what they unpack to. */
export function createBodyReader({ maxBytes }: BodyFacts, takesFiles = false): ReadBody {
  const readRaw = express.raw({ type: () => true, limit: maxBytes });
  return async (request, response) => {
    requireJson(request, takesFiles);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    readRaw(request, response, (error?: unknown) =>
      error === undefined ? resolve() : reject(bodyFault(error, maxBytes)),
    );
    await promise;
    const bytes: unknown = request.body;
    if (!Buffer.isBuffer(bytes) || bytes.length === 0) throw new Fault('malformed', 'Send a JSON body.');
    const value = parseJson(bytes);
    if (bytes.length > BYTES_PER_TURN) await setImmediate();
    return value;
  };
}

function requireJson(request: Request, takesFiles: boolean): void {
  const charset = /;\s*charset="?([\w-]+)/i.exec(request.headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  if (request.is('application/json') !== false && /^utf-?8$/i.test(charset)) return;
  const files = takesFiles ? ', or files as multipart/form-data' : '';
  throw new Fault('unsupported-media-type', `Send Content-Type: application/json in UTF-8${files}.`);
}

/** Text that is JSON in UTF-8, of a depth and with keys that nothing behind it can trip over. Fault `malformed`. */
export function parseJson(bytes: Uint8Array): unknown {
  if (hasMoreValues(bytes, MAX_VALUES))
    throw new Fault('malformed', `Send at most ${MAX_VALUES} values in one body.`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new Fault('malformed', 'The body is not valid JSON in UTF-8.', { cause });
  }
  refuseHostileShape(value);
  return value;
}

function refuseHostileShape(root: unknown): void {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > MAX_DEPTH) throw new Fault('malformed', `Nest the JSON at most ${MAX_DEPTH} levels deep.`);
    const refused = REFUSED_NAMES.find((name) => Object.hasOwn(value, name));
    if (refused !== undefined)
      throw new Fault('malformed', `Rename the field ${refused}: it is not accepted.`);
    for (const child of Object.values(value)) open.push({ value: child, depth: depth + 1 });
  }
}

function bodyFault(error: unknown, maxBytes: number): Fault {
  const status = statusOf(error);
  if (status === 413) {
    return new Fault('too-large', `Send at most ${Math.floor(maxBytes / 1024)} kB.`, { cause: error });
  }
  if (status === 415) {
    const detail = 'Send the body plain or with Content-Encoding gzip, deflate or br.';
    return new Fault('unsupported-media-type', detail, { cause: error });
  }
  return new Fault('malformed', 'The body ended early or could not be read.', { cause: error });
}

/** The HTTP status that express and its middleware put on their errors. */
export function statusOf(error: unknown): number | null {
  const status: unknown = error instanceof Error && 'status' in error ? error.status : null;
  return typeof status === 'number' ? status : null;
}
