import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { BAD_VALUES } from './bad-values.ts';
import { mergeVariables } from './merge-variables.ts';
import { type AppConfig, readConfigSchemas } from './read-config-schemas.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const APPS = ['batch-worker', 'dashboard', 'ingress-api', 'query-worker', 'webhook-worker'];
let configs: AppConfig[];

beforeAll(async () => {
  configs = await readConfigSchemas(ROOT);
});

/** What a process says that is started with these variables alone, and how it ends. */
async function start(app: string, env: NodeJS.ProcessEnv): Promise<{ code: unknown; said: string }> {
  const child = spawn(process.execPath, [join(ROOT, `apps/${app}/src/main.ts`)], { env, stdio: 'pipe' });
  const said = text(child.stderr);
  const [code] = (await once(child, 'close')) as [unknown];
  return { code, said: await said };
}

test('there is a bad value, or a reason for none, for every variable and for no other', () => {
  const names = mergeVariables(configs).map(({ name }) => name);
  expect(Object.keys(BAD_VALUES).toSorted()).toEqual(names.toSorted());
});

test('the apps are all of them', () => {
  expect(configs.map(({ app }) => app)).toEqual(APPS);
});

test.each(APPS)(
  '%s does not start with bad values, and names all of them at once with what they mean',
  async (app) => {
    const variables = configs.find((config) => config.app === app)?.variables ?? [];
    const bad = variables.filter(({ name }) => (BAD_VALUES[name] ?? null) !== null);
    const env = Object.fromEntries(bad.map(({ name }) => [name, BAD_VALUES[name] ?? '']));
    const { code, said } = await start(app, env);
    expect(code).toBe(1);
    const told = said
      .split('\n')
      .slice(1)
      .filter((line) => line.startsWith('  '));
    const missing = bad.filter(
      ({ name, description }) =>
        !told.some((line) => line.startsWith(`  ${name}: `) && line.includes(description)),
    );
    expect(missing.map(({ name }) => name)).toEqual([]);
  },
);

test.each(APPS)('%s does not start without what it needs, and names it', async (app) => {
  const required = configs
    .find((config) => config.app === app)
    ?.variables.filter(({ isRequired }) => isRequired);
  const { code, said } = await start(app, {});
  expect(code).toBe(1);
  expect(required?.filter(({ name }) => !said.includes(`  ${name}: is not set`))).toEqual([]);
});
