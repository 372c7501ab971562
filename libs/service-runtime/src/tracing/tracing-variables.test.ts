import { expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../config/read-config.ts';
import { NO_TRACING, openTracing } from './open-tracing.ts';
import { tracingVariables } from './tracing-variables.ts';

const schema = z.object(tracingVariables);

it('traces nothing when nothing is set', async () => {
  const config = readConfig(schema, {});
  expect(config.OTEL_TRACES_SAMPLER).toBe('parentbased_always_on');
  expect(await openTracing(config, 'test')).toBe(NO_TRACING);
});

it('traces nothing with a sampler that takes nothing', async () => {
  const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_TRACES_SAMPLER: 'always_off' };
  expect(await openTracing(readConfig(schema, variables), 'test')).toBe(NO_TRACING);
});

it('reads pairs as OpenTelemetry writes them', () => {
  const { OTEL_EXPORTER_OTLP_HEADERS: headers } = readConfig(schema, {
    OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=fleet, authorization=Basic%20abc%3D,',
  });
  expect(headers).toEqual({ 'x-tenant': 'fleet', authorization: 'Basic abc=' });
});

it.each(['novalue', '=x', 'a=%ZZ'])('refuses %j as pairs, without saying it', (pairs) => {
  expect(() => readConfig(schema, { OTEL_RESOURCE_ATTRIBUTES: pairs })).toThrow(
    /OTEL_RESOURCE_ATTRIBUTES: must be name=value pairs/,
  );
});

it('refuses an endpoint that is no address, and a ratio beyond 1', () => {
  const bad = { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318', OTEL_TRACES_SAMPLER_ARG: '2' };
  expect(() => readConfig(schema, bad)).toThrow(/OTEL_EXPORTER_OTLP_ENDPOINT.*\n.*OTEL_TRACES_SAMPLER_ARG/);
});
