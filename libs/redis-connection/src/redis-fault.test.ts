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

  it.for([
    [["OOM command not allowed when used memory > 'maxmemory'."], 'overloaded'],
    [["READONLY You can't write against a read only replica."], 'unavailable'],
    [['MISCONF Errors writing to the AOF file', 'MISCONF Errors writing to the AOF file'], 'unavailable'],
    [["ERR wrong number of arguments for 'set' command"], 'internal'],
    [[], 'internal'],
  ] as const)('says of a transaction that was refused for %j that it is %s', ([reasons, kind]) => {
    const refusal = reply('EXECABORT Transaction discarded because of previous errors.');
    // How ioredis tells what the commands of the transaction met.
    const error = Object.assign(refusal, { previousErrors: reasons.map(reply) });
    expect(redisFault(error)).toMatchObject({ kind, cause: error });
  });

  it('leaves a Fault as it is', () => {
    const fault = new Fault('conflict', 'Taken.');
    expect(redisFault(fault)).toBe(fault);
  });
});
