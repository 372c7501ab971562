import { PassThrough } from 'node:stream';
import { Fault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import { createLogger } from './create-logger.ts';

const CANARY = 'canary-9d41';

function logged(fields: object): string {
  const destination = new PassThrough();
  createLogger({ service: 'test', level: 'trace', destination }).error(fields, 'it happened');
  return String(destination.read());
}

const withFields = (error: Error, fields: object): Error => Object.assign(error, fields);
const thrownBy = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};

describe('what a careless caller hands to the log', () => {
  it.each<[string, object]>([
    ['a query', { query: { queryId: 'q_1', submission: { question: CANARY } } }],
    ['a history', { submission: { history: [{ role: 'user', content: CANARY }] } }],
    ['a result', { result: { answer: CANARY } }],
    ['a citation', { citation: { quote: CANARY } }],
    ['a passage', { passage: { text: CANARY } }],
    ['feedback', { feedback: { comment: CANARY } }],
    ['a callback', { submission: { callback: { url: `https://example.com/${CANARY}` } } }],
    ['a delivery', { delivery: { url: `https://example.com/${CANARY}`, body: CANARY } }],
    ['headers of a request', { request: { headers: { authorization: `Bearer ${CANARY}` } } }],
    ['cookies', { headers: { cookie: CANARY } }],
    ['a webhook secret', { webhook: { secret: CANARY } }],
    ['webhook secrets', { webhook: { secrets: [CANARY] } }],
    ['credentials', { credentials: { user: 'operator', password: CANARY } }],
    ['a session', { session: { token: CANARY } }],
  ])('is redacted: %s', (_name, fields) => {
    expect(logged(fields)).not.toContain(CANARY);
  });
});

describe('what libraries hang on their errors', () => {
  it.each<[string, unknown]>([
    [
      'a Redis command',
      withFields(new Error('WRONGTYPE'), { command: { name: 'hset', args: ['key', CANARY] } }),
    ],
    ['a URL', thrownBy(() => new URL(`nowhere ${CANARY}`))],
    ['a text that is no JSON', thrownBy(() => JSON.parse(`${CANARY} {`))],
    [
      'a request with its headers',
      withFields(new Error('401'), { request: { options: { headers: { authorization: CANARY } } } }),
    ],
    ['a row of a database', withFields(new Error('duplicate key'), { detail: `Key (text)=(${CANARY})` })],
    ['a string that was thrown', CANARY],
  ])('is left out: %s', (_name, error) => {
    for (const fields of [
      { error },
      { err: error },
      { error: new Fault('internal', 'It failed.', { cause: error }) },
    ])
      expect(logged(fields)).not.toContain(CANARY);
  });

  it('but the kind, the code, the message and the place of a failure are told, down to its cause', () => {
    const cause = withFields(new Error('connect refused'), { code: 'ECONNREFUSED' });
    const line = JSON.parse(logged({ error: new Fault('unavailable', 'Redis is away.', { cause }) })) as {
      error: object;
    };
    expect(line.error).toMatchObject({
      kind: 'unavailable',
      message: 'Redis is away.',
      stack: expect.stringMatching(/never-logged\.test\.ts/) as string,
      cause: { code: 'ECONNREFUSED', message: 'connect refused' },
    });
  });

  it('and a chain of causes that goes in circles ends', () => {
    const error = new Error('round');
    error.cause = error;
    expect(logged({ error }).match(/"cause"/g)).toHaveLength(5);
  });
});
