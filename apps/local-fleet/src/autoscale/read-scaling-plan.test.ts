import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readScalingPlan } from './read-scaling-plan.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ragfleet-scaling-plan-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const WISH = { maxWorkers: 6, speed: 10 };
const fileOf = async (name: string, text: string): Promise<string> => {
  const path = join(dir, name);
  await writeFile(path, text);
  return path;
};
const trigger = 'triggers: [{ type: redis, metadata: { listName: q } }]';

test('the rules are the manifest’s, the most workers this machine’s', async () => {
  const { scaled, speed } = await readScalingPlan(WISH);
  expect(speed).toBe(10);
  expect(scaled).toMatchObject({ minReplicaCount: 1, maxReplicaCount: 6 });
  expect(scaled.behavior.scaleDown).toMatchObject({ stabilizationWindowSeconds: 300 });
  expect(scaled.triggers.map(({ listName }) => listName)).toEqual(
    ['high', 'normal', 'low'].flatMap((lane) =>
      ['wait', 'prioritized', 'active'].map((part) => `bull:rag-${lane}:${part}`),
    ),
  );
});

test('one worker stays where the manifest would have none, and no more than may be', async () => {
  const toZero = await fileOf(
    'zero.yaml',
    `{ kind: ScaledObject, spec: { minReplicaCount: 0, ${trigger} } }`,
  );
  expect((await readScalingPlan(WISH, toZero)).scaled.minReplicaCount).toBe(1);
  const many = await fileOf('many.yaml', `{ kind: ScaledObject, spec: { minReplicaCount: 9, ${trigger} } }`);
  expect((await readScalingPlan(WISH, many)).scaled.minReplicaCount).toBe(6);
});

test('a file that cannot be used is named with the reason', async () => {
  const other = await fileOf('other.yaml', 'kind: Deployment');
  await expect(readScalingPlan(WISH, other)).rejects.toThrow(/other\.yaml.*leave --autoscale out.*kind/s);
  await expect(readScalingPlan(WISH, join(dir, 'none.yaml'))).rejects.toThrow(/none\.yaml.*ENOENT/s);
  const broken = await fileOf('broken.yaml', 'kind: ScaledObject\nspec: { triggers: [] }');
  await expect(readScalingPlan(WISH, broken)).rejects.toThrow(/broken\.yaml.*ScaledObject cannot be read/s);
});
