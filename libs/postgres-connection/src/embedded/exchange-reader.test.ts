import { describe, expect, it } from 'vitest';
import { createExchangeReader, endsWithAnswer } from './exchange-reader.ts';

function message(type: string, body = ''): Buffer {
  const bytes = Buffer.alloc(5 + body.length);
  bytes.write(type);
  bytes.writeInt32BE(4 + body.length, 1);
  bytes.write(body, 5);
  return bytes;
}

function untyped(code: number, body = ''): Buffer {
  const bytes = Buffer.alloc(8 + body.length);
  bytes.writeInt32BE(bytes.length);
  bytes.writeInt32BE(code, 4);
  bytes.write(body, 8);
  return bytes;
}

const STARTUP = untyped(196_608, 'user\0postgres\0\0');

describe('createExchangeReader', () => {
  it('keeps the messages of one statement together up to its Sync', () => {
    const reader = createExchangeReader();
    reader.push(STARTUP);
    const statement = [message('P', 'select'), message('B', 'value'), message('E'), message('S')];
    const exchanges = reader.push(Buffer.concat([...statement, message('Q', 'next')]));
    expect(exchanges.map(({ bytes }) => bytes)).toEqual([Buffer.concat(statement), message('Q', 'next')]);
  });

  it('gives the same exchanges however the bytes are cut', () => {
    const bytes = Buffer.concat([
      untyped(80_877_103),
      STARTUP,
      message('P', 'select'),
      message('S'),
      message('Q', 'x'.repeat(100)),
      message('X'),
    ]);
    for (let size = 1; size <= bytes.length; size += 1) {
      const reader = createExchangeReader();
      const kinds: string[] = [];
      for (let at = 0; at < bytes.length; at += size)
        kinds.push(...reader.push(bytes.subarray(at, at + size)).map(({ kind }) => kind));
      expect(kinds).toEqual(['encryption-request', 'startup', 'statements', 'statements', 'terminate']);
    }
  });

  it('tells a Flush, after which the client goes on, from the end of an exchange', () => {
    const reader = createExchangeReader();
    reader.push(STARTUP);
    const [flushed, synced] = reader.push(
      Buffer.concat([message('P'), message('H'), message('E'), message('S')]),
    );
    expect([flushed, synced].map((exchange) => exchange !== undefined && endsWithAnswer(exchange))).toEqual([
      false,
      true,
    ]);
  });

  it.each([
    ['another protocol', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['another version of the protocol', untyped(131_072)],
    ['a message that no client sends here', Buffer.concat([STARTUP, message('d', 'copied')])],
    ['a length that cannot be', Buffer.concat([STARTUP, Buffer.from([81, 0, 0, 0, 1])])],
  ])('refuses %s', (_, bytes) => {
    expect(() => createExchangeReader().push(bytes)).toThrow('PostgreSQL protocol');
  });
});
