import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unknownVariables } from '@ragfleet/service-runtime';
import { beforeAll, expect, test } from 'vitest';
import { mergeVariables } from './merge-variables.ts';
import { type AppConfig, readConfigSchemas } from './read-config-schemas.ts';
import { renderConfiguration, unitOf } from './render-configuration.ts';
import { renderEnvExample } from './render-env-example.ts';
import { TOPICS } from './topics.ts';

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

test('docs/configuration.md says what the schemas say (npm run env-example writes it)', () => {
  expect(readFileSync(join(ROOT, 'docs/configuration.md'), 'utf8')).toBe(renderConfiguration(configs));
});

test('every number says its unit, and everything else what may be written', () => {
  const factsOf = new Map(TOPICS.flatMap(({ variables }) => Object.entries(variables)));
  const silent = mergeVariables(configs).filter(({ name, values }) => {
    const facts = factsOf.get(name) ?? {};
    const isNumber = /^(?:whole )?number/.test(values);
    return isNumber
      ? unitOf(name, facts) === ''
      : values === 'text' && facts.values === undefined && !facts.isSecret;
  });
  expect(silent.map(({ name }) => name)).toEqual([]);
});

test('what holds a key, a password or an address with one is marked as secret', () => {
  const holdsSecret = /_KEYS?(?:_OLD)?$|_PASSWORD$|_HEADERS$|(?:REDIS|DATABASE|REPLICA)_URLS?$/;
  const names = TOPICS.flatMap(({ variables }) => Object.entries(variables));
  expect(names.filter(([name, facts]) => holdsSecret.test(name) !== (facts.isSecret ?? false))).toEqual([]);
});

test('one environment for the whole fleet is warned of by no process', () => {
  const everything = Object.fromEntries(mergeVariables(configs).map(({ name }) => [name, 'x']));
  for (const { app, variables } of configs) {
    const read = variables.map(({ name }) => name);
    expect([app, unknownVariables(read, everything)]).toEqual([app, []]);
  }
});

test('a variable without a topic, and a topic of a variable that nobody reads, are refused', () => {
  const variable = { name: 'PORT', description: 'port', default: null, isRequired: false, values: 'text' };
  const config = [{ app: 'one', variables: [variable] }];
  expect(() => renderConfiguration(config, [])).toThrow(/Give PORT a place/);
  const topic = { title: 'T', intro: 'I', variables: { PORT: {}, GONE: {} } };
  expect(() => renderConfiguration(config, [topic])).toThrow(/No process reads GONE/);
});

test('a variable that two apps read stands once, is required where one requires it, and shows both defaults', () => {
  const variable = {
    name: 'PORT',
    description: 'port to listen on',
    default: '8080',
    isRequired: false,
    values: 'whole number from 0 to 65535',
  };
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
