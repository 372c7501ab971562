import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createLogger } from '../logging/create-logger.ts';
import { unknownVariables } from './unknown-variables.ts';
import { warnOfUnknown } from './warn-of-unknown.ts';

const KNOWN = ['HOST', 'PORT', 'LOG_LEVEL', 'CACHE_TTL_HOURS', 'RAGFLEET_MASTER_KEY', 'WARM_TOP_N'];
const nearestOf = (...names: string[]) =>
  Object.fromEntries(
    unknownVariables(KNOWN, Object.fromEntries(names.map((name) => [name, 'x']))).map((unknown) => [
      unknown.name,
      unknown.nearest,
    ]),
  );

describe('variables that nobody reads', () => {
  it.each([
    ['a letter too many', 'LOG_LEVELL', 'LOG_LEVEL'],
    ['a letter too few', 'CACHE_TTL_HOUR', 'CACHE_TTL_HOURS'],
    ['two letters swapped', 'CACHE_TTL_HUORS', 'CACHE_TTL_HOURS'],
    ['another letter', 'WARM_TOP_M', 'WARM_TOP_N'],
    ['small letters and a hyphen', 'log-level', 'LOG_LEVEL'],
    ['two mistakes in a long name', 'RAGFLET_MASTERKEY', 'RAGFLEET_MASTER_KEY'],
  ])('are told with what was meant: %s', (_name, given, nearest) => {
    expect(nearestOf(given)).toEqual({ [given]: nearest });
  });

  it('are told without it when they are the fleet’s own and like nothing', () => {
    expect(nearestOf('RAGFLEET_TURBO')).toEqual({ RAGFLEET_TURBO: null });
  });

  it('are left alone when they are somebody else’s', () => {
    const others = [
      'PATH',
      'HOME',
      'HOSTNAME',
      'PWD',
      'SHLVL',
      'PORTS',
      'POST',
      'TZ',
      'NODE_OPTIONS',
      'LOGNAME',
    ];
    const services = [
      'RAGFLEET_INGRESS_SERVICE_HOST',
      'RAGFLEET_INGRESS_PORT_8080_TCP_ADDR',
      'RAGFLEET_QUEUE_PORT',
    ];
    expect(nearestOf(...others, ...services, ...KNOWN)).toEqual({});
  });

  it('are warned of by name, with no value', () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const logger = createLogger({ service: 'test', level: 'warn', destination });
    const schema = z.object({ CACHE_TTL_HOURS: z.string() });
    warnOfUnknown(schema, { CACHE_TTL_HUORS: 'hunter2', CACHE_TTL_HOURS: '1' }, logger);
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { variable: 'CACHE_TTL_HUORS', nearest: 'CACHE_TTL_HOURS' },
    ]);
    expect(lines.join()).not.toContain('hunter2');
  });
});
