import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig } from './read-config.ts';
import { storeVariables } from './variables.ts';

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080).meta({ description: 'port of the API' }),
  PUBLIC_URL: z.url().optional(),
  NAME: z.string().meta({ description: 'what to call it' }),
});

describe('readConfig', () => {
  it('fills defaults, converts, ignores what it does not know and freezes', () => {
    const config = readConfig(schema, { NAME: 'x', PORT: '9090', OTHER: 'y' });
    expect(config).toEqual({ NAME: 'x', PORT: 9090 });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('takes an empty variable as unset', () => {
    expect(readConfig(schema, { NAME: 'x', PORT: '', PUBLIC_URL: '' })).toEqual({ NAME: 'x', PORT: 8080 });
  });

  it('names every bad variable in one message, with what it means', () => {
    expect(() => readConfig(schema, { PORT: 'eighty', PUBLIC_URL: 'nowhere' })).toThrow(
      /PORT: .*\(port of the API\)[\s\S]*PUBLIC_URL: [\s\S]*NAME: is not set \(what to call it\)/,
    );
  });

  it('never repeats a value, which may be a secret', () => {
    const read = () =>
      readConfig(z.object(storeVariables), {
        RAGFLEET_MASTER_KEY: 'hunter2',
        QUEUE_REDIS_URL: 'http://:hunter2@x',
      });
    expect(read).toThrow(/openssl rand/);
    expect(read).not.toThrow(/hunter2/);
  });
});
