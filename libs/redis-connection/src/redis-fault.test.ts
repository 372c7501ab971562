import { Fault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import { redisFault } from './redis-fault.ts';

const reply = (message: string): Error => Object.assign(new Error(message), { name: 'ReplyError' });

describe('redisFault', () => {
  it.for([
    [new Error('Command timed out'), 'unavailable'],
    [new Error('Connection is closed.'), 'unavailable'],
    [reply('LOADING Redis is loading the dataset in memory'), 'unavailable'],
    [reply("READONLY You can't write against a read only replica."), 'unavailable'],
    [reply('MISCONF Errors writing to the AOF file'), 'unavailable'],
    [reply("OOM command not allowed when used memory > 'maxmemory'."), 'overloaded'],
    [reply('WRONGTYPE Operation against a key holding the wrong kind of value'), 'internal'],
  ] as const)('says of %s that it is %s', ([error, kind]) => {
    expect(redisFault(error)).toMatchObject({ kind, cause: error });
  });

  it('leaves a Fault as it is', () => {
    const fault = new Fault('conflict', 'Taken.');
    expect(redisFault(fault)).toBe(fault);
  });
});
