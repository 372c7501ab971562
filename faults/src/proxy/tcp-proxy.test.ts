import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { ProxyChunk } from './contract.ts';
import { dial, openStage, startEchoServer } from './echo.fixture.ts';
import { startTcpProxy } from './tcp-proxy.ts';

describe('a proxy without toxics', () => {
  it('carries every byte both ways', async () => {
    const { proxy } = await openStage();
    const ear = dial(proxy.port);
    const body = Buffer.alloc(3_000_000, 'all the letters of a long letter');
    ear.socket.end(body);
    await once(ear.socket, 'end');
    expect(Buffer.concat(ear.chunks).equals(body)).toBe(true);
  });

  it('counts what it carries, by connection, and forgets a connection that is over', async () => {
    const { proxy, call } = await openStage();
    const ear = await call();
    const other = await call();
    ear.socket.write('four');
    await expect.poll(() => ear.text()).toBe('.four');
    const [connection, next] = proxy.connections();
    expect(connection?.passedBytes()).toEqual({ upstream: 5, downstream: 5 });
    expect(connection?.clientPort).toBe(ear.socket.localPort);
    expect([connection?.id, next?.id, next?.clientPort]).toEqual([1, 2, other.socket.localPort]);
    ear.socket.end();
    await expect.poll(() => proxy.connections()).toEqual([next]);
  });

  it('lets a client that has said all hear the rest', async () => {
    const { call } = await openStage();
    const ear = await call();
    ear.socket.end('and?');
    await once(ear.socket, 'end');
    expect(ear.text()).toBe('.and?');
  });

  it('lets a server that has said all hear the rest', async () => {
    const { echo, call } = await openStage();
    const ear = await call();
    const socket = echo.ears[0]?.socket;
    socket?.unpipe();
    socket?.resume();
    socket?.end();
    await once(ear.socket, 'end');
    ear.socket.write('still here');
    await expect.poll(() => echo.ears[0]?.text()).toBe('.still here');
  });

  it('passes on the reset of a server, and of a client', async () => {
    const { echo, call } = await openStage();
    const ear = await call();
    echo.ears[0]?.socket.resetAndDestroy();
    await expect.poll(() => ear.errorCode()).toBe('ECONNRESET');
    const next = await call();
    next.socket.resetAndDestroy();
    await expect.poll(() => echo.ears[1]?.errorCode()).toBe('ECONNRESET');
  });

  it('resets a client whose server refuses', async () => {
    const { proxy } = await openStage();
    await proxy.set({ down: true });
    const before = await startTcpProxy({ targetPort: proxy.port });
    const ear = dial(before.port);
    await expect.poll(() => ear.errorCode()).toBe('ECONNRESET');
    await before.stop();
  });

  it('reads no further ahead than its limit while nothing passes', async () => {
    const { proxy, call } = await openStage({ limitBytes: 65_536 });
    const stuck = await call();
    const body = Buffer.alloc(48 * 1_048_576, 'b');
    proxy.onChunk(({ connection }) => (connection.id === 1 ? new Promise(() => undefined) : 'pass'));
    stuck.socket.end(body);
    const ear = dial(proxy.port);
    ear.socket.end(body);
    await once(ear.socket, 'end');
    // What the other one got through meanwhile, this one could have handed over too.
    expect(stuck.socket.writableLength).toBeGreaterThan(0);
    await proxy.heal();
    await once(stuck.socket, 'end');
    expect(stuck.text().length).toBe(body.length + 1);
  });
});

describe('onChunk', () => {
  it('sees each chunk with its direction and its connection', async () => {
    const { proxy, call } = await openStage();
    const seen: ProxyChunk[] = [];
    proxy.onChunk((chunk) => {
      seen.push(chunk);
      return 'pass';
    });
    await call();
    const [connection] = proxy.connections();
    expect(seen.map(({ direction, bytes }) => [direction, bytes.toString()])).toEqual([
      ['upstream', '.'],
      ['downstream', '.'],
    ]);
    expect(seen.map((chunk) => chunk.connection)).toEqual([connection, connection]);
  });

  it('holds a reply until its promise is kept, and what follows it', async () => {
    const { proxy, echo, call } = await openStage();
    const ear = await call();
    const verdict = Promise.withResolvers<'pass'>();
    proxy.onChunk(({ direction }) => (direction === 'downstream' ? verdict.promise : 'pass'));
    ear.socket.write('one');
    await expect.poll(() => echo.ears[0]?.text()).toBe('.one');
    ear.socket.write('two');
    await expect.poll(() => echo.ears[0]?.text()).toBe('.onetwo');
    expect(ear.text()).toBe('.');
    verdict.resolve('pass');
    await expect.poll(() => ear.text()).toBe('.onetwo');
  });

  it('lets what it held go on when it is taken away', async () => {
    const { proxy, call } = await openStage();
    const ear = await call();
    const held = Promise.withResolvers<void>();
    proxy.onChunk(() => {
      held.resolve();
      return new Promise(() => undefined);
    });
    ear.socket.write('held');
    await held.promise;
    proxy.onChunk(null);
    await expect.poll(() => ear.text()).toBe('.held');
  });

  it('drops a reply and all that follows it on the connection, which is reset when the hook goes', async () => {
    const { proxy, echo, call } = await openStage();
    const ear = await call();
    const other = await call();
    proxy.onChunk(({ bytes }) => (bytes.includes('secret') ? 'drop' : 'pass'));
    echo.ears[0]?.socket.write('secret');
    await expect.poll(() => proxy.connections()[0]?.passedBytes().downstream).toBe(1);
    ear.socket.write('after');
    await expect.poll(() => echo.ears[0]?.text()).toBe('.after');
    other.socket.write('apart');
    await expect.poll(() => other.text()).toBe('.apart');
    expect([ear.text(), ear.isClosed()]).toEqual(['.', false]);
    await proxy.heal();
    await expect.poll(() => ear.errorCode()).toBe('ECONNRESET');
    expect(ear.text()).toBe('.');
  });

  it('cuts the connection when it throws, and the proxy’s stop says so', async () => {
    const { proxy, call } = await openStage();
    const ear = await call();
    proxy.onChunk(() => {
      throw new Error('the hook is broken');
    });
    ear.socket.write('x');
    await expect.poll(() => ear.hasEnded() || ear.isClosed()).toBe(true);
    expect(ear.text()).toBe('.');
    await expect(proxy.stop()).rejects.toThrow('the hook is broken');
  });
});

describe('cut', () => {
  it('destroys every open connection and welcomes new ones', async () => {
    const { proxy, echo, call } = await openStage();
    const ears = [await call(), await call()];
    proxy.cut();
    await expect.poll(() => ears.every((ear) => ear.hasEnded() || ear.isClosed())).toBe(true);
    await expect.poll(() => echo.ears.every((ear) => ear.hasEnded() || ear.isClosed())).toBe(true);
    await expect.poll(() => proxy.connections()).toEqual([]);
    expect((await call()).text()).toBe('.');
  });

  it('leads to another server from when it is told so', async () => {
    const { proxy, echo, call } = await openStage();
    const ear = await call();
    const other = await startEchoServer();
    proxy.retarget(other.port);
    await expect.poll(() => ear.hasEnded() || ear.isClosed()).toBe(true);
    expect((await call()).text()).toBe('.');
    expect([echo.ears.length, other.ears.length]).toEqual([1, 1]);
  });

  it('destroys one connection alone', async () => {
    const { proxy, call } = await openStage();
    const [first, second] = [await call(), await call()];
    proxy.connections()[0]?.cut();
    await expect.poll(() => first.hasEnded()).toBe(true);
    second.socket.write('on');
    await expect.poll(() => second.text()).toBe('.on');
  });
});

describe('heal', () => {
  it('takes every toxic of both directions away', async () => {
    const { proxy, call } = await openStage();
    const ear = await call();
    await proxy.set({
      latency: { delayMs: 3_600_000 },
      bandwidth: { kilobytesPerSecond: 0 },
      slowClose: { delayMs: 3_600_000 },
      timeout: { afterMs: 3_600_000 },
      resetPeer: { afterMs: 3_600_000 },
      slicer: { averageBytes: 1, delayMs: 3_600_000 },
      limitData: { bytes: 0 },
    });
    ear.socket.write('whole again');
    await proxy.heal();
    ear.socket.end();
    await once(ear.socket, 'end');
    expect(ear.text()).toBe('.whole again');
  });
});

describe('stop', () => {
  it('ends in the middle of everything, leaves no connection, and nothing listens', async () => {
    const { proxy, echo, call } = await openStage();
    const ear = await call();
    await proxy.set({ latency: { delayMs: 3_600_000 }, resetPeer: { afterMs: 3_600_000 } });
    ear.socket.write('held');
    await proxy.stop();
    await expect.poll(() => proxy.connections()).toEqual([]);
    await expect.poll(() => echo.ears[0]?.hasEnded()).toBe(true);
    const refused = dial(proxy.port);
    await expect.poll(() => refused.errorCode()).toBe('ECONNREFUSED');
  });

  it('leaves no timer that would keep its process alive', async () => {
    const echo = await startEchoServer();
    const code = `
      import { connect } from 'node:net';
      import { startTcpProxy } from ${JSON.stringify(new URL('./tcp-proxy.ts', import.meta.url).href)};
      const proxy = await startTcpProxy({ targetPort: ${echo.port} });
      const hour = 3_600_000;
      await proxy.set({ latency: { delayMs: hour }, timeout: { afterMs: hour }, resetPeer: { afterMs: hour } });
      const seen = new Promise((resolve) => proxy.onChunk(() => (resolve(), 'pass')));
      connect(proxy.port, '127.0.0.1').on('error', () => undefined).write('held');
      await seen;
      await new Promise(setImmediate);
      await proxy.stop();
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { timeout: 30_000 });
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
