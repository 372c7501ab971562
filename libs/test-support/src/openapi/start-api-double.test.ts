import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApiContract } from './api-contract.ts';
import type { OpenApiDocument } from './read-document.ts';
import { type ApiDouble, Refusal, startApiDouble } from './start-api-double.ts';

/** Says what the official documents say in their own ways: nullable branches, list bounds as lengths, a version header. */
const DOCUMENT: OpenApiDocument = {
  openapi: '3.0.3',
  info: { title: 'Shelf', version: '2026-04' },
  security: [{ key: [] }],
  components: {
    securitySchemes: { key: { in: 'header', name: 'Api-Key' } },
    schemas: {
      Book: {
        type: 'object',
        required: ['id'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          pages: { type: 'integer', format: 'uint', minimum: 0 },
          author: { anyOf: [{ $ref: '#/components/schemas/Author' }, { nullable: true }] },
          tags: { type: 'array', items: { type: 'string' }, maxLength: 2 },
        },
      },
      Author: { type: 'object', properties: { name: { type: 'string', nullable: true } } },
      Refusal: { type: 'object', required: ['error'], properties: { error: { type: 'string' } } },
    },
  },
  paths: {
    '/shelves/{shelf}/books': {
      post: {
        parameters: [
          { name: 'X-Api-Version', in: 'header', required: true, schema: { type: 'string' } },
          { name: 'wait', in: 'query', schema: { type: 'boolean' } },
          { name: 'ids', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
        ],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Book' } } },
        },
        responses: {
          '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Book' } } } },
          '4XX': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } } },
        },
      },
    },
  },
};

const BOOK = { id: '5f0c2a5e-8d64-4ad1-9f5c-0c5c1a1e2b3d', pages: 1, author: null, tags: ['a', 'b'] };
const HEADERS = { 'content-type': 'application/json', 'api-key': 'k', 'x-api-version': '2026-04' };

describe('a double of a vendor API', () => {
  let double: ApiDouble;
  let reply: () => unknown = () => BOOK;
  beforeEach(async () => {
    reply = () => BOOK;
    double = await startApiDouble({
      contract: createApiContract([DOCUMENT]),
      operations: { 'POST /shelves/{shelf}/books': () => ({ status: 200, body: reply() }) },
      errorBody: (_status, error) => ({ error }),
    });
  });
  afterEach(() => double.stop());

  const post = (body: unknown, address = '/shelves/a/books', headers: Record<string, string> = HEADERS) =>
    fetch(`${double.url}${address}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const refusedWith = async (response: Promise<Response>): Promise<string> => {
    expect((await response).status).toBe(500);
    return double.takeViolations().join('; ');
  };

  it.each([
    ['as the document says', BOOK, '/shelves/a/books?wait=true'],
    ['with a list in the address', BOOK, '/shelves/a/books?ids=1&ids=x'],
    ['without what is optional', { id: BOOK.id }, '/shelves/a/books'],
    ['with null where the document says so', { ...BOOK, author: { name: null } }, '/shelves/a/books'],
  ])('answers a request %s', async (_how, body, address) => {
    expect((await post(body, address)).status).toBe(200);
    expect(double.takeViolations()).toEqual([]);
  });

  it.each([
    ['an unknown field', { ...BOOK, page: 1 }, 'must NOT have additional properties: page'],
    ['an unknown field further in', { ...BOOK, author: { nane: 'x' } }, 'nane'],
    ['a missing field', { pages: 1 }, "must have required property 'id'"],
    ['a value of another format', { ...BOOK, id: 'p1' }, 'must match format "uuid"'],
    ['a number out of bounds', { ...BOOK, pages: -1 }, 'must be >= 0'],
    ['a list beyond its bound', { ...BOOK, tags: ['a', 'b', 'c'] }, 'must NOT have more than 2 items'],
    ['a branch that only null fits', { ...BOOK, author: 'me' }, 'must be null'],
  ])('refuses %s', async (_what, body, problem) => {
    expect(await refusedWith(post(body))).toContain(problem);
  });

  it.each([
    ['an unknown operation', '/books', HEADERS, 'no such operation'],
    [
      'an unknown setting in the address',
      '/shelves/a/books?fast=1',
      HEADERS,
      'query fast is not in the document',
    ],
    ['a setting of another type', '/shelves/a/books?wait=maybe', HEADERS, 'query wait'],
    [
      'another version',
      '/shelves/a/books',
      { ...HEADERS, 'x-api-version': '2026-07' },
      'is 2026-07, not 2026-04',
    ],
    ['no credential', '/shelves/a/books', { ...HEADERS, 'api-key': undefined }, 'no credential'],
  ])('refuses %s', async (_what, address, headers, problem) => {
    const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
    expect(await refusedWith(post(BOOK, address, given as Record<string, string>))).toContain(problem);
  });

  it('refuses to give a reply that is not in the document', async () => {
    reply = () => ({ ...BOOK, shelf: 'a' });
    expect(await refusedWith(post(BOOK))).toContain('reply / must NOT have additional properties: shelf');
  });
  it('fails the test that leaves a violation behind', async () => {
    await post({});
    expect(() => double.requireNoViolations()).toThrow("must have required property 'id'");
    expect(() => double.requireNoViolations()).not.toThrow();
  });
  it('refuses in the shape of the vendor', async () => {
    reply = () => {
      throw new Refusal(409, 'It is there.');
    };
    const response = await post(BOOK);
    expect([response.status, await response.json()]).toEqual([409, { error: 'It is there.' }]);
  });
  it('fails with a planted status, as the vendor where the document has it and as a stranger where not', async () => {
    double.failNext(429, { 'retry-after': '7' });
    const limited = await post(BOOK);
    expect(limited.headers.get('retry-after')).toBe('7');
    expect(await limited.json()).toEqual({ error: 'a planted failure' });
    double.failNext(503);
    expect(await (await post(BOOK)).text()).toBe('a planted failure');
    expect(double.takeViolations()).toEqual([]);
  });
  it('answers late, when it is told to', async () => {
    const release = double.holdNext();
    const answered = post(BOOK);
    await expect.poll(() => double.requests.length).toBe(1);
    release();
    expect((await answered).status).toBe(200);
  });
  it('breaks off in the middle of a reply', async () => {
    double.truncateNext();
    const response = await post(BOOK);
    await expect(response.text()).rejects.toThrow('terminated');
  });
  it('takes requests and never answers once it hangs', async () => {
    double.hang();
    const controller = new AbortController();
    const waiting = fetch(double.url, { signal: controller.signal });
    await expect.poll(() => double.requests.length).toBe(1);
    controller.abort();
    await expect(waiting).rejects.toThrow('aborted');
  });
});
