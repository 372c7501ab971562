import { Fault } from '@ragfleet/kernel';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { processVariables } from '../config/variables.ts';
import type { Tracing } from '../tracing/contract.ts';
import { NO_TRACING } from '../tracing/open-tracing.ts';
import { openProcess } from './open-process.ts';

const schema = z.object({ ...processVariables, CACHE_TTL_HOURS: z.string().optional() });

function open(environment: NodeJS.ProcessEnv, requireResidency: () => string | null) {
  const lines: string[] = [];
  const traced: string[] = [];
  const tracing: Tracing = { ...NO_TRACING, logFields: () => ({ traceId: 't1' }) };
  const opening = openProcess({
    name: 'asker',
    schema,
    environment,
    requireResidency,
    openTracing: (_config, name) => {
      traced.push(name);
      return Promise.resolve(tracing);
    },
    destination: { write: (line) => void lines.push(line) },
  });
  return { opening, traced, tracing, logged: () => lines.map((line) => JSON.parse(line) as object) };
}

it('traces nothing where the region cannot be kept: its collector may be what stands against it', async () => {
  const { opening, traced, logged } = open({}, () => {
    throw new Fault('invalid-input', 'REGION=eu cannot be kept.');
  });
  await expect(opening).rejects.toMatchObject({ kind: 'invalid-input' });
  expect([traced, logged()]).toEqual([[], []]);
});

it('says which region it keeps to and which variables nobody reads, as part of its trace', async () => {
  const { opening, traced, tracing, logged } = open({ CACHE_TTL_HUORS: '1' }, () => 'eu');
  expect(await opening).toMatchObject({ config: { LOG_LEVEL: 'info' }, tracing });
  expect(traced).toEqual(['asker']);
  expect(logged()).toMatchObject([
    { service: 'asker', variable: 'CACHE_TTL_HUORS', nearest: 'CACHE_TTL_HOURS', traceId: 't1' },
    { service: 'asker', region: 'eu', msg: 'keeps to its region', traceId: 't1' },
  ]);
});

it('logs by LOG_LEVEL, and promises no region where there is none', async () => {
  const loud = open({}, () => null);
  await loud.opening;
  expect(loud.logged()).toEqual([]);
  const quiet = open({ LOG_LEVEL: 'error', CACHE_TTL_HUORS: '1' }, () => 'eu');
  await quiet.opening;
  expect(quiet.logged()).toEqual([]);
});

it('without traces opens none', async () => {
  const opened = await openProcess({ name: 'asker', schema, environment: {}, requireResidency: () => null });
  expect(opened.tracing).toBe(NO_TRACING);
});
