import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { type AppConfig, readConfigSchemas } from './read-config-schemas.ts';
import { renderEnvExample } from './render-env-example.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Reads its options from the command line and writes the environment of the others. */
const WITHOUT_CONFIG = new Set(['cli', 'local-fleet']);
let configs: AppConfig[];

beforeAll(async () => {
  configs = await readConfigSchemas(ROOT);
});

test('every app that is deployed declares its configuration', () => {
  const apps = globSync('apps/*/src/main.ts', { cwd: ROOT }).map((file) => file.split('/')[1] ?? '');
  const declared = configs.map(({ app }) => app);
  expect(apps.filter((app) => !WITHOUT_CONFIG.has(app) && !declared.includes(app))).toEqual([]);
  expect(declared.length).toBeGreaterThan(0);
});

test('every variable says what it means', () => {
  const silent = configs.flatMap(({ app, variables }) =>
    variables.filter(({ description }) => description === '').map(({ name }) => `${app}: ${name}`),
  );
  expect(silent).toEqual([]);
});

test('.env.example names the variables of the schemas, all of them and no others (npm run env-example writes it)', () => {
  expect(readFileSync(join(ROOT, '.env.example'), 'utf8')).toBe(renderEnvExample(configs));
});

test('a variable that two apps read stands once, is required where one requires it, and shows both defaults', () => {
  const variable = { name: 'PORT', description: 'port to listen on', default: '8080', isRequired: false };
  const text = renderEnvExample([
    { app: 'one', variables: [variable] },
    {
      app: 'two',
      variables: [
        { ...variable, default: '8081' },
        { ...variable, name: 'KEY', default: null, isRequired: true },
      ],
    },
  ]);
  expect(text.match(/PORT=/g)).toHaveLength(1);
  expect(text).toContain('# Read by: one, two\n# PORT=8080 or 8081');
  expect(text).toContain('\nKEY=\n');
});
