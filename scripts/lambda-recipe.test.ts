import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseDocument, type ScalarTag } from 'yaml';
import { readConfigSchemas } from './config-schemas/read-config-schemas.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const recipe = (name: string): string => join(root, 'deploy/aws-lambda', name);
const read = (name: string): string => readFileSync(recipe(name), 'utf8');

/** Short forms of CloudFormation's functions, as their long ones. */
const customTags = ['Ref', 'Sub', 'GetAtt'].map(
  (name): ScalarTag => ({ tag: `!${name}`, resolve: (value) => ({ [name]: value }) }),
);

/** Properties differ by type: each test says which it expects. */
interface Tree {
  readonly [name: string]: Tree;
}
interface Resource {
  readonly Type: string;
  readonly DependsOn?: string;
  readonly Properties: Tree;
}
interface Template {
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly Globals: { readonly Function: Readonly<Record<string, unknown>> };
  readonly Resources: Readonly<Record<string, Resource>>;
}

const document = parseDocument(read('template.yaml'), { customTags, uniqueKeys: true });
const { Parameters, Globals, Resources } = document.toJS() as Template;
const resource = (name: string): Resource => {
  const found = Resources[name];
  if (found === undefined) throw new Error(`The template has no resource ${name}.`);
  return found;
};
const functionOf = resource('Ingress').Properties;
const variables = functionOf['Environment']?.['Variables'] ?? {};

test('is YAML without errors, whose references are there', () => {
  expect([document.errors, document.warnings]).toEqual([[], []]);
  const known = new Set([...Object.keys(Parameters), ...Object.keys(Resources)]);
  const text = JSON.stringify(document.toJS());
  const named = [
    ...[...text.matchAll(/"Ref":"([^"]+)"/g)].map(([, name = '']) => name),
    ...[...text.matchAll(/"GetAtt":"([^".]+)\./g)].map(([, name = '']) => name),
    ...[...text.matchAll(/\$\{([^}]+)\}/g)].map(([, name = '']) => name),
  ];
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !name.startsWith('AWS::') && !known.has(name))).toEqual([]);
});

test('has the numbers of the recipe', () => {
  expect(Globals.Function).toMatchObject({ MemorySize: 1024, Timeout: 30 });
  expect(functionOf).toMatchObject({
    AutoPublishAlias: 'live',
    DeploymentPreference: { Type: 'AllAtOnce' },
    ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 5 },
    ReservedConcurrentExecutions: 100,
  });
  const target = resource('ScalingTarget');
  expect(target.DependsOn).toBe('IngressAliaslive');
  expect(target.Properties).toMatchObject({
    MinCapacity: 5,
    MaxCapacity: 100,
    ScalableDimension: 'lambda:function:ProvisionedConcurrency',
    ResourceId: { Sub: 'function:${Ingress}:live' },
    RoleARN: { GetAtt: 'ScalingRole.Arn' },
  });
  // A ratio from 0 to 1: 70 would never scale out.
  expect(resource('ScalingPolicy').Properties['TargetTrackingScalingPolicyConfiguration']).toEqual({
    TargetValue: 0.7,
    PredefinedMetricSpecification: { PredefinedMetricType: 'LambdaProvisionedConcurrencyUtilization' },
  });
  expect(resource('ScalingRole').Properties['AssumeRolePolicyDocument']).toMatchObject({
    Statement: [{ Principal: { Service: 'application-autoscaling.amazonaws.com' } }],
  });
});

test('sends the paths of a question to the function, in the payload format of an HTTP API', () => {
  const events = Object.values(functionOf['Events'] as unknown as Readonly<Record<string, Resource>>);
  expect(events.map(({ Properties: { Method, Path } }) => [Method, Path])).toEqual([
    ['POST', '/v1/queries'],
    ['GET', '/v1/queries'],
    ['ANY', '/v1/queries/{proxy+}'],
  ]);
  for (const { Type, Properties } of events)
    expect([Type, Properties]).toEqual([
      'HttpApi',
      expect.objectContaining({ PayloadFormatVersion: '2.0', TimeoutInMillis: 30_000 }),
    ]);
});

test('sets variables that the ingress reads, all that it needs, and keys from a secret', async () => {
  const configs = await readConfigSchemas(root);
  const ingress = configs.find(({ app }) => app === 'ingress-api')?.variables ?? [];
  const known = new Set(ingress.map(({ name }) => name));
  expect(Object.keys(variables).filter((name) => !known.has(name))).toEqual([]);
  const required = ingress.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  expect(required.length).toBeGreaterThan(0);
  expect(required.filter((name) => !(name in variables))).toEqual([]);
  for (const name of [...required, 'OPENAI_API_KEY'])
    expect(variables[name]).toEqual({
      Sub: `{{resolve:secretsmanager:\${SecretArn}:SecretString:${name}}}`,
    });
  const secret = /KEY|TOKEN|PASSWORD|_URL$/;
  const plain = Object.keys(variables).filter(
    (name) => secret.test(name) && !JSON.stringify(variables[name]).includes('secretsmanager'),
  );
  expect(plain).toEqual(['PUBLIC_URL']);
});

test('builds an image whose handler is there', () => {
  expect([functionOf['PackageType'], functionOf['ImageUri']]).toEqual(['Image', { Ref: 'ImageUri' }]);
  const image = read('Dockerfile');
  expect(read('README.md')).toContain('-f deploy/aws-lambda/Dockerfile');
  const [, file = '', exported = ''] = /CMD \["([\w-]+)\.(\w+)"\]/.exec(image) ?? [];
  expect(image).toContain(`COPY deploy/aws-lambda/${file}.mjs`);
  const [, path = ''] =
    new RegExp(`export \\{ ${exported} \\} from '([^']+)'`).exec(read(`${file}.mjs`)) ?? [];
  expect(path).not.toBe('');
  expect(existsSync(join(root, path))).toBe(true);
  expect(readFileSync(join(root, path), 'utf8')).toContain(`export const ${exported}`);
  for (const [, copied = ''] of image.matchAll(/^COPY (?!--)(\S+)/gm))
    expect(existsSync(join(root, copied)), copied).toBe(true);
});
