import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect } from '../collect.fixture.ts';
import { readSources } from './read-sources.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'ragfleet-sources-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const folder = {
  kind: 'folder',
  name: 'handbook',
  tenant: 'acme',
  namespace: 'hr',
  every_minutes: 15,
  path: '/x',
};
const s3 = {
  kind: 's3',
  name: 'contracts',
  tenant: 'acme',
  namespace: 'legal',
  cron: '0 3 * * *',
  bucket: 'papers',
};
const web = { kind: 'web', name: 'docs', tenant: 'acme', namespace: 'public', every_minutes: 60 };

async function read(content: unknown, env: Record<string, string> = {}, allowHosts = '') {
  const path = join(home, 'sources.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return readSources({ path, allowHosts, env });
}
const problems = async (content: unknown, env: Record<string, string> = {}): Promise<string> =>
  read(content, env).then(
    () => '',
    (error: unknown) => String(error),
  );

describe('the file of sources', () => {
  it('gives each source its schedule, its labels and its bounds', async () => {
    const entries = [
      { ...folder, department: 'people', metadata: { team: 'hr' }, max_item_mb: 2 },
      { ...s3, timezone: 'Europe/Berlin', allow_mass_delete: true },
      { ...web, urls: ['https://example.com/a#part'] },
    ];
    const [first, second, third] = await read(entries);
    if (third === undefined) throw new Error('There are three.');
    expect(first).toMatchObject({
      name: { tenantId: 'acme', source: 'handbook' },
      schedule: { everyMinutes: 15 },
      rules: {
        labels: { namespace: 'hr', department: 'people', metadata: { team: 'hr' } },
        maxItemBytes: 2_097_152,
        maxPassMs: 3_600_000,
        allowMassDelete: false,
      },
    });
    expect(second).toMatchObject({
      schedule: { cron: '0 3 * * *', timezone: 'Europe/Berlin' },
      rules: { allowMassDelete: true },
    });
    expect(await collect(third.documents.list(new AbortController().signal))).toEqual([
      { key: 'https://example.com/a', revision: null, sizeBytes: null },
    ]);
  });

  it('names every problem in one message, with its fix', async () => {
    const text = await problems([
      { ...folder, every_minutes: 0, extra: 1 },
      { ...s3, every_minutes: 5, timezone: 'Mars/Base', access_key_id_env: 'KEY' },
      { ...web, urls: ['nowhere'], namespace: 'a b' },
      { ...s3, cron: '* * * * * *' },
    ]);
    for (const expected of [
      /0\.every_minutes/,
      /0: .*extra/,
      /1\.timezone: Use an IANA/,
      /2\.urls\.0: Use an abs/,
    ])
      expect(text).toMatch(expected);
    expect(text).toMatch(/2\.namespace/);
    expect(text).toMatch(/3\.cron: Write minute/);
  });

  it.each([
    ['neither of two schedules', { ...folder, every_minutes: undefined }, /either every_minutes or cron/],
    ['both of two schedules', { ...folder, cron: '0 3 * * *' }, /either every_minutes or cron/],
    ['half a key', { ...s3, access_key_id_env: 'KEY' }, /Name both access_key_id_env/],
    [
      'a variable that is not set',
      { ...s3, access_key_id_env: 'KEY', secret_access_key_env: 'SECRET' },
      /not set/,
    ],
    ['a private page', { ...web, urls: ['https://10.0.0.1/'] }, /0\.urls\.0: Use https on port 443/],
    ['a page over http', { ...web, urls: ['http://example.com/'] }, /Use https/],
    [
      'too many pages',
      { ...web, urls: Array.from({ length: 1_001 }, (_, n) => `https://example.com/${n}`) },
      /0\.urls/,
    ],
  ])('refuses %s', async (_name, entry, expected) => {
    expect(await problems([entry], { KEY: 'id' })).toMatch(expected);
  });

  it('takes no secret, and repeats none', async () => {
    const text = await problems([{ ...s3, secret_access_key: 'hunter2', access_key_id_env: 'hunter2' }]);
    expect(text).toMatch(/never the secret itself/);
    expect(text).not.toMatch(/hunter2/);
  });

  it('takes the keys of a bucket from the variables that it names', async () => {
    const entry = { ...s3, access_key_id_env: 'KEY', secret_access_key_env: 'SECRET' };
    expect(await read([entry], { KEY: 'id', SECRET: 'secret' })).toHaveLength(1);
  });

  it('lets a tenant have a name once, and another tenant the same', async () => {
    expect(await problems([folder, s3, folder])).toMatch(/2\.name: Name each source of a tenant once/);
    expect(await read([folder, { ...folder, tenant: 'globex' }])).toHaveLength(2);
  });

  it('reaches private pages where the environment allows it', async () => {
    const entry = { ...web, urls: ['http://localhost:9000/'] };
    expect(await problems([entry])).toMatch(/SOURCE_ALLOW_HOSTS/);
    expect(await read([entry], {}, 'localhost')).toHaveLength(1);
  });

  it('says so when it is no JSON, or is not there', async () => {
    expect(await problems('[{]')).toMatch(/SOURCES_FILE cannot be read as JSON/);
    await expect(readSources({ path: join(home, 'no'), allowHosts: '', env: {} })).rejects.toThrow(
      /SOURCES_FILE/,
    );
  });
});
