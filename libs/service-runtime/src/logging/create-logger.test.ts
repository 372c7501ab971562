import { PassThrough } from 'node:stream';
import { Fault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import { createLogger } from './create-logger.ts';

function capture(): { logger: ReturnType<typeof createLogger>; line: () => Record<string, unknown> } {
  const destination = new PassThrough();
  return {
    logger: createLogger({ service: 'query-worker', level: 'info', destination }),
    line: () => JSON.parse(String(destination.read())) as Record<string, unknown>,
  };
}

describe('createLogger', () => {
  it('writes one JSON line with service, level word and UTC time', () => {
    const { logger, line } = capture();
    logger.child({ tenant: 'acme', queryId: 'q_1' }).warn({ attempt: 2 }, 'query handed back');
    expect(line()).toMatchObject({
      service: 'query-worker',
      level: 'warn',
      tenant: 'acme',
      queryId: 'q_1',
      attempt: 2,
      msg: 'query handed back',
    });
  });

  it('never writes what a person wrote or a credential, even nested', () => {
    const { logger, line } = capture();
    logger.info(
      {
        question: 'my salary?',
        headers: { authorization: 'Bearer x', cookie: 'y' },
        body: { deep: { password: 'z' } },
      },
      'request',
    );
    expect(JSON.stringify(line())).not.toMatch(/salary|Bearer|"y"|"z"/);
  });

  it('writes an error with its cause', () => {
    const { logger, line } = capture();
    logger.error(
      { error: new Fault('unavailable', 'Redis is away.', { cause: new Error('ECONNREFUSED') }) },
      'enqueue failed',
    );
    expect(JSON.stringify(line())).toMatch(/Redis is away.*ECONNREFUSED/);
  });
});
