import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { dial, openStage, tookMs } from './echo.fixture.ts';

/** Timers of Node count in whole milliseconds and may be one early. */
const EARLY_MS = 2;

describe('latency', () => {
  it('delays an open and a new connection in the direction it is set for', async () => {
    const { proxy, call } = await openStage();
    const open = await call();
    await proxy.set({ latency: { delayMs: 150 } }, 'upstream');
    const heard = once(open.socket, 'data');
    open.socket.write('late');
    expect(await tookMs(() => heard)).toBeGreaterThan(150 - EARLY_MS);
    expect(open.text()).toBe('.late');
    expect(await tookMs(call)).toBeGreaterThan(150 - EARLY_MS);
  });

  it('adds up over both directions', async () => {
    const { proxy, call } = await openStage();
    await proxy.set({ latency: { delayMs: 100 } });
    expect(await tookMs(call)).toBeGreaterThan(200 - 2 * EARLY_MS);
  });

  it('is longer by as much of the jitter as chance gives', async () => {
    const { proxy, call } = await openStage({ random: () => 0.75 });
    await proxy.set({ latency: { delayMs: 100, jitterMs: 100 } }, 'downstream');
    expect(await tookMs(call)).toBeGreaterThan(150 - EARLY_MS);
  });

  it('keeps the order however the jitter falls', async () => {
    let draws = 0;
    const { proxy, call } = await openStage({ random: () => (draws++ % 2 === 0 ? 0.99 : 0) });
    const ear = await call();
    await proxy.set({ latency: { delayMs: 20, jitterMs: 20 } });
    const words = Array.from({ length: 20 }, (_, index) => `${index};`);
    for (const word of words) {
      ear.socket.write(word);
      await new Promise(setImmediate);
    }
    await expect.poll(() => ear.text()).toBe(`.${words.join('')}`);
  });

  it('lets go at once of what it holds when it is taken away', async () => {
    const { proxy, call } = await openStage();
    const ear = await call();
    await proxy.set({ latency: { delayMs: 3_600_000 } });
    ear.socket.write('held');
    await proxy.remove(['latency']);
    await expect.poll(() => ear.text()).toBe('.held');
  });
});

describe('bandwidth', () => {
  it('passes no more kilobytes a second than it says, all of them, bit by bit', async () => {
    const { proxy, echo, call } = await openStage();
    const ear = await call();
    await proxy.set({ bandwidth: { kilobytesPerSecond: 20 } }, 'upstream');
    const body = 'b'.repeat(8_000);
    const took = await tookMs(async () => {
      ear.socket.write(body);
      await expect.poll(() => ear.text()).toBe(`.${body}`);
    });
    expect(took).toBeGreaterThan(400 - 10 * EARLY_MS);
    expect(echo.ears[0]?.chunks.length).toBeGreaterThan(2);
  });

  it('passes nothing at 0, and goes on where it stood', async () => {
    const { proxy, echo, call } = await openStage();
    const ear = await call();
    await proxy.set({ bandwidth: { kilobytesPerSecond: 0 } });
    const held = proxy.connections();
    ear.socket.write('more');
    const direct = dial(echo.port);
    direct.socket.write('a way around');
    await expect.poll(() => direct.text()).toBe('a way around');
    expect(held[0]?.passedBytes()).toEqual({ upstream: 1, downstream: 1 });
    await proxy.heal();
    await expect.poll(() => ear.text()).toBe('.more');
  });
});

describe('slowClose', () => {
  it('tells the end later, and not what was said before it', async () => {
    const { proxy, echo, call } = await openStage();
    const ear = await call();
    await proxy.set({ slowClose: { delayMs: 200 } }, 'upstream');
    let hadEndedWhenHeard: boolean | undefined;
    ear.socket.once('data', () => (hadEndedWhenHeard = echo.ears[0]?.hasEnded()));
    const took = await tookMs(async () => {
      ear.socket.end('last words');
      await once(ear.socket, 'end');
    });
    expect(took).toBeGreaterThan(200 - EARLY_MS);
    expect(hadEndedWhenHeard).toBe(false);
    expect(ear.text()).toBe('.last words');
  });
});

describe('timeout', () => {
  it('swallows for ever with 0, and a connection that lost bytes is reset when it is taken away', async () => {
    const { proxy, echo, call } = await openStage();
    const ear = await call();
    const silent = await call();
    await proxy.set({ timeout: { afterMs: 0 } }, 'downstream');
    ear.socket.write('lost');
    await expect.poll(() => echo.ears[0]?.text()).toBe('.lost');
    const direct = dial(echo.port);
    direct.socket.write('a way around');
    await expect.poll(() => direct.text()).toBe('a way around');
    expect(ear.isClosed()).toBe(false);
    await proxy.remove(['timeout']);
    await expect.poll(() => ear.isClosed()).toBe(true);
    expect([ear.text(), ear.errorCode()]).toEqual(['.', 'ECONNRESET']);
    silent.socket.write('whole');
    await expect.poll(() => silent.text()).toBe('.whole');
  });

  it('leaves the other direction alone', async () => {
    const { proxy, echo, call } = await openStage();
    const ear = await call();
    await proxy.set({ timeout: { afterMs: 0 } }, 'upstream');
    echo.ears[0]?.socket.write('pushed');
    await expect.poll(() => ear.text()).toBe('.pushed');
  });

  it('swallows what another toxic still held', async () => {
    const { proxy, call } = await openStage();
    const ear = await call();
    await proxy.set({ bandwidth: { kilobytesPerSecond: 0 } }, 'upstream');
    const held = new Promise<void>((resolve) => {
      proxy.onChunk(() => {
        resolve();
        return 'pass';
      });
    });
    ear.socket.write('held');
    await held;
    // A turn later it stands before the line of no width.
    await new Promise(setImmediate);
    await proxy.set({ timeout: { afterMs: 0 } }, 'upstream');
    await proxy.remove(['bandwidth']);
    await proxy.heal();
    await expect.poll(() => ear.errorCode()).toBe('ECONNRESET');
    expect(ear.text()).toBe('.');
  });

  it('does not tell that a side has gone', async () => {
    const { proxy, echo, call } = await openStage();
    const ear = await call();
    const [connection] = proxy.connections();
    await proxy.set({ timeout: { afterMs: 0 } }, 'downstream');
    echo.ears[0]?.socket.resetAndDestroy();
    const direct = dial(echo.port);
    direct.socket.write('!');
    await expect.poll(() => direct.text()).toBe('!');
    expect([ear.isClosed(), ear.hasEnded()]).toEqual([false, false]);
    expect(proxy.connections()).toEqual([connection]);
    await proxy.heal();
    await expect.poll(() => ear.errorCode()).toBe('ECONNRESET');
  });

  it('closes the connection after its time', async () => {
    const { proxy, echo, call } = await openStage();
    const ear = await call();
    const took = await tookMs(async () => {
      await proxy.set({ timeout: { afterMs: 150 } });
      ear.socket.write('lost');
      await once(ear.socket, 'end');
    });
    expect(took).toBeGreaterThan(150 - EARLY_MS);
    await expect.poll(() => echo.ears[0]?.hasEnded()).toBe(true);
    expect([ear.text(), ear.errorCode()]).toEqual(['.', null]);
  });
});

describe('resetPeer', () => {
  it('befalls a connection that came later too', async () => {
    const { proxy } = await openStage();
    await proxy.set({ resetPeer: { afterMs: 50 } }, 'downstream');
    const ear = dial(proxy.port);
    await expect.poll(() => ear.errorCode()).toBe('ECONNRESET');
  });

  it('arrives at the client as ECONNRESET after its time, and as a plain end at the server', async () => {
    const { proxy, echo, call } = await openStage();
    const ear = await call();
    const took = await tookMs(async () => {
      await proxy.set({ resetPeer: { afterMs: 150 } }, 'downstream');
      ear.socket.write('still well');
      await expect.poll(() => ear.text()).toBe('.still well');
      await expect.poll(() => ear.errorCode()).toBe('ECONNRESET');
    });
    expect(took).toBeGreaterThan(150 - EARLY_MS);
    await expect.poll(() => echo.ears[0]?.hasEnded()).toBe(true);
    expect(echo.ears[0]?.errorCode()).toBeNull();
  });

  it('arrives at the server when it is set upstream, and at each with both', async () => {
    const { proxy, echo, call } = await openStage();
    const first = await call();
    await proxy.set({ resetPeer: { afterMs: 0 } }, 'upstream');
    await expect.poll(() => echo.ears[0]?.errorCode()).toBe('ECONNRESET');
    await expect.poll(() => first.hasEnded()).toBe(true);
    await proxy.heal();
    const second = await call();
    await proxy.set({ resetPeer: { afterMs: 0 } });
    await expect
      .poll(() => [second.errorCode(), echo.ears[1]?.errorCode()])
      .toEqual(['ECONNRESET', 'ECONNRESET']);
  });

  it('spares who is there when it is taken away before its time', async () => {
    const { proxy, call } = await openStage();
    const ear = await call();
    await proxy.set({ resetPeer: { afterMs: 100 } });
    await proxy.heal();
    await proxy.set({ latency: { delayMs: 150 } }, 'upstream');
    ear.socket.write('alive');
    await expect.poll(() => ear.text()).toBe('.alive');
  });
});

describe('slicer', () => {
  it('passes the same bytes in small pieces, one after another', async () => {
    const { proxy, echo, call } = await openStage();
    const ear = await call();
    await proxy.set({ slicer: { averageBytes: 4, delayMs: 5 } }, 'upstream');
    const body = 'abcdefghijklmnopqrstuvwxyz'.repeat(4);
    const took = await tookMs(async () => {
      ear.socket.write(body);
      await expect.poll(() => ear.text()).toBe(`.${body}`);
    });
    const sizes = (echo.ears[0]?.chunks ?? []).map(({ length }) => length);
    expect(sizes.length).toBeGreaterThan(5);
    // 104 bytes are at least 18 slices of at most 6, with a pause between any two.
    expect(took).toBeGreaterThan(17 * (5 - EARLY_MS));
  });

  it.each([0, 1])('cuts into single bytes with an average of %i', async (averageBytes) => {
    const { proxy, call } = await openStage({ random: () => 0 });
    const ear = await call();
    await proxy.set({ slicer: { averageBytes } });
    ear.socket.write('x'.repeat(2_000));
    await expect.poll(() => ear.text().length).toBe(2_001);
  });
});

describe('limitData', () => {
  it('closes after so many bytes, counted from when it was set', async () => {
    const { proxy, echo, call } = await openStage();
    const ear = await call();
    await proxy.set({ limitData: { bytes: 10 }, slicer: { averageBytes: 2 } }, 'downstream');
    ear.socket.write('0123456');
    await expect.poll(() => ear.text()).toBe('.0123456');
    ear.socket.write('789abc');
    await once(ear.socket, 'end');
    expect(ear.text()).toBe('.0123456789');
    await expect.poll(() => echo.ears[0]?.hasEnded()).toBe(true);
    expect([ear.errorCode(), echo.ears[0]?.errorCode()]).toEqual([null, null]);
  });

  it('counts each new connection for itself', async () => {
    const { proxy } = await openStage();
    await proxy.set({ limitData: { bytes: 3 } }, 'downstream');
    for (let round = 0; round < 2; round += 1) {
      const ear = dial(proxy.port);
      ear.socket.write('abcdef');
      await once(ear.socket, 'end');
      expect(ear.text()).toBe('abc');
    }
  });
});

describe('down', () => {
  it('cuts what is open and refuses the next, and heals at the same port', async () => {
    const { proxy, echo, call } = await openStage();
    const ear = await call();
    await proxy.set({ down: true });
    await expect
      .poll(() => [ear.hasEnded() || ear.isClosed(), echo.ears[0]?.hasEnded()])
      .toEqual([true, true]);
    const refused = dial(proxy.port);
    await expect.poll(() => refused.errorCode()).toBe('ECONNREFUSED');
    await proxy.heal();
    const again = await call();
    expect(again.text()).toBe('.');
  });
});

it('refuses a number below 0', async () => {
  const { proxy } = await openStage();
  await expect(proxy.set({ latency: { delayMs: -1 } })).rejects.toThrow(RangeError);
  await expect(proxy.set({ slicer: { averageBytes: Number.NaN } })).rejects.toThrow(RangeError);
});
