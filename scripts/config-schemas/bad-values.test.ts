import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readConfig } from '@ragfleet/service-runtime';
import { beforeAll, expect, test } from 'vitest';
import { BAD_VALUES } from './bad-values.ts';
import { mergeVariables } from './merge-variables.ts';
import { type AppConfig, readConfigSchemas, type Variable } from './read-config-schemas.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const APPS = ['batch-worker', 'dashboard', 'ingress-api', 'query-worker', 'webhook-worker'];
let configs: AppConfig[];

beforeAll(async () => {
  configs = await readConfigSchemas(ROOT);
});

/** The variables of an app that have a bad value, and an environment of nothing else. */
function spoilt(app: string): { readonly bad: readonly Variable[]; readonly env: NodeJS.ProcessEnv } {
  const variables = configs.find((config) => config.app === app)?.variables ?? [];
  const bad = variables.filter(({ name }) => (BAD_VALUES[name] ?? null) !== null);
  return { bad, env: Object.fromEntries(bad.map(({ name }) => [name, BAD_VALUES[name] ?? ''])) };
}

/** Of those, the ones that a refusal does not name with what they mean. */
const untold = (bad: readonly Variable[], refusal: string): string[] => {
  const told = refusal.split('\n').filter((line) => line.startsWith('  '));
  const isTold = ({ name, description }: Variable): boolean =>
    told.some((line) => line.startsWith(`  ${name}: `) && line.includes(description));
  return bad.filter((variable) => !isTold(variable)).map(({ name }) => name);
};

test('there is a bad value, or a reason for none, for every variable and for no other', () => {
  const names = mergeVariables(configs).map(({ name }) => name);
  expect(Object.keys(BAD_VALUES).toSorted()).toEqual(names.toSorted());
});

test('the apps are all of them', () => {
  expect(configs.map(({ app }) => app)).toEqual(APPS);
});

test.each(APPS)('%s refuses bad values, and names all of them at once with what they mean', async (app) => {
  const { bad, env } = spoilt(app);
  const { configSchema } = (await import(pathToFileURL(join(ROOT, `apps/${app}/src/config.ts`)).href)) as {
    readonly configSchema: Parameters<typeof readConfig>[0];
  };
  let refusal = '';
  try {
    readConfig(configSchema, env);
  } catch (error) {
    refusal = String(error);
  }
  expect(bad.length).toBeGreaterThan(10);
  expect(untold(bad, refusal)).toEqual([]);
});

test('a process ends with 1 and says so on standard error', { timeout: 120_000 }, async () => {
  const { bad, env } = spoilt('dashboard');
  const child = spawn(process.execPath, [join(ROOT, 'apps/dashboard/src/main.ts')], { env, stdio: 'pipe' });
  const said = text(child.stderr);
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(untold(bad, await said)).toEqual([]);
});
