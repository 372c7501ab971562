import { beforeEach, expect, it } from 'vitest';
import { openCommandStage } from './testing/command-stage.fixture.ts';

const key = (changes: object = {}) => ({
  id: 'abcd2345',
  status: 'active',
  role: 'user',
  principal_id: 'ada',
  name: null,
  expires_at: null,
  last_used_on: null,
  previous_secret_until: null,
  ...changes,
});
const SECRET = `rag_test_abcd2345_${'x'.repeat(43)}`;

const stage = openCommandStage();
const { asked, printed } = stage;
let replies: Record<string, unknown>;
beforeEach(() => {
  replies = {};
  stage.replyTo = (line) => replies[line];
});
const run = (...words: string[]) => stage.run(['keys', ...words]);
const object = (): unknown => JSON.parse(printed.at(-1) ?? '');
const sent = (): unknown => JSON.parse(asked.at(-1)?.body ?? '');

it('list shows every key, and fails when one has expired', async () => {
  const used = key({ name: 'night job', last_used_on: '2026-11-01' });
  replies['GET /v1/api-keys'] = { object: 'list', data: [used] };
  expect(await run('list')).toBe(true);
  expect(printed).toEqual(['abcd2345  active   user     ada  (night job)  last used 2026-11-01']);
  const expired = key({ status: 'expired', expires_at: '2026-10-01T00:00:00.000Z' });
  replies['GET /v1/api-keys'] = { object: 'list', data: [used, expired] };
  expect(await run('list', '--json')).toBe(false);
  expect(object()).toEqual({ keys: [used, expired] });
});

it('create sends what was said and nothing else, and shows the secret once', async () => {
  replies['POST /v1/api-keys'] = { ...key(), secret: SECRET };
  const said = ['--role', 'admin', '--scope', 'read', 'write', '--lane', 'low', '--rate', '2.5'];
  expect(await run('create', 'ada', ...said, '--expires', '2027-01-31T00:00:00Z')).toBe(true);
  expect(sent()).toEqual({
    principal_id: 'ada',
    role: 'admin',
    scopes: ['read', 'write'],
    lanes: ['low'],
    requests_per_second: 2.5,
    expires_at: '2027-01-31T00:00:00Z',
  });
  expect(printed.filter((line) => line.includes(SECRET))).toHaveLength(1);
  await expect(run('create', 'ada')).rejects.toThrow('--role');
  await expect(run('create', 'ada', '--role', 'user', '--rate', '0')).rejects.toThrow('from 0.1');
});

it('rotate says until when the secret of before works', async () => {
  const until = '2026-11-01T01:00:00.000Z';
  replies['POST /v1/api-keys/abcd2345/rotate'] = { ...key({ previous_secret_until: until }), secret: SECRET };
  expect(await run('rotate', 'abcd2345')).toBe(true);
  expect(sent()).toEqual({ overlap_seconds: 3_600 });
  expect(printed.at(-1)).toBe(`The secret of before works until ${until}.`);
  await expect(run('rotate', 'abcd2345', '--overlap', '86401')).rejects.toThrow('86400');
});

it('revoke names one key', async () => {
  replies['DELETE /v1/api-keys/abcd2345'] = {};
  expect(await run('revoke', 'abcd2345', '--json')).toBe(true);
  expect(object()).toEqual({ revoked: 'abcd2345' });
  expect(asked.at(-1)?.line).toBe('DELETE /v1/api-keys/abcd2345');
});
