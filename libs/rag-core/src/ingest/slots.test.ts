import { cpuMs } from '@ragfleet/test-support';
import { describe, expect, it } from 'vitest';
import { createSlots } from './slots.ts';

const TURN = Promise.resolve();

/** Work that a test ends. */
function held() {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  return { work: () => promise, end: resolve, fail: (message: string) => reject(new Error(message)) };
}

describe('slots', () => {
  it('run so many at once, and begin the others in the order asked for', async () => {
    const slots = createSlots(2);
    const [first, second] = [held(), held()];
    const begun: string[] = [];
    const begin = (name: string, work: () => Promise<void>) =>
      slots.begin(() => {
        begun.push(name);
        return work();
      });
    await Promise.all([begin('first', first.work), begin('second', second.work)]);
    const [third, fourth] = [begin('third', () => TURN), begin('fourth', () => TURN)];
    expect(slots.running).toBe(2);
    second.end();
    await Promise.all([third, fourth]);
    expect(begun).toEqual(['first', 'second', 'third', 'fourth']);
    first.end();
    await slots.idle();
    expect(slots.running).toBe(0);
  });

  it('are idle when nothing runs, and nothing waits', async () => {
    const slots = createSlots(1);
    const ended: number[] = [];
    for (let at = 0; at < 5; at += 1)
      void slots.begin(async () => {
        await TURN;
        ended.push(at);
      });
    await slots.idle();
    expect(ended).toEqual([0, 1, 2, 3, 4]);
    await slots.idle();
  });

  it('begin nothing after a fault, and say the first one to everybody', async () => {
    const faults: unknown[] = [];
    const slots = createSlots(2, (error) => faults.push(error));
    const [failing, running] = [held(), held()];
    await Promise.all([slots.begin(failing.work), slots.begin(running.work)]);
    const never = () => expect.unreachable('It began after a fault.');
    const waiting = [slots.begin(never), slots.begin(never)];
    failing.fail('broken');
    const outcomes = await Promise.allSettled(waiting);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(slots.begin(never)).rejects.toThrow('broken');
    running.fail('later');
    await expect(slots.idle()).rejects.toThrow('broken');
    expect(faults).toHaveLength(2);
  });

  it('say when something that runs has ended', async () => {
    const slots = createSlots(2);
    await slots.next();
    const [one, other] = [held(), held()];
    await Promise.all([slots.begin(one.work), slots.begin(other.work)]);
    const next = slots.next();
    other.end();
    await next;
    expect(slots.running).toBe(1);
    one.end();
    await slots.idle();
  });

  it('serve a long queue in time that grows with its length alone', async () => {
    const serve = (count: number): Promise<number> =>
      cpuMs(async () => {
        const slots = createSlots(2);
        await Promise.all(Array.from({ length: count }, () => slots.begin(() => TURN)));
        await slots.idle();
      });
    // The least of several: the others also collected garbage, compiled, or shared a core's memory.
    const least = async (count: number): Promise<number> => {
      const rounds: number[] = [];
      for (let round = 0; round < 5; round += 1) rounds.push(await serve(count));
      return Math.min(...rounds);
    };
    const few = await least(4_000);
    expect(await least(16_000)).toBeLessThanOrEqual(8 * Math.max(5, few));
  });
});
