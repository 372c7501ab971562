import { Fault } from '@ragfleet/kernel';
import type { VectorIndex } from '@ragfleet/rag-core';
import { type ApiDouble, scopeOf } from '@ragfleet/test-support';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

interface RemoteVendor<Double extends ApiDouble> {
  start(): Promise<Double>;
  open(double: Double, dimension: number): Promise<VectorIndex>;
  /** The double's next answer has a passage `p_foreign` of this tenant too, or one that names none. */
  leakNext(double: Double, tenantId: string | null): void;
}

const DIMENSION = 2;
const vector = Float32Array.of(1, 0);
const signal = new AbortController().signal;
const search = (index: VectorIndex, within: AbortSignal = signal) =>
  index.searchDense(scopeOf({ tenantId: 'acme', readsAll: true }), vector, 5, within);

/** What every index over HTTP promises of a server that fails, lies, is slow or away. */
export function remoteFailures<Double extends ApiDouble>(vendor: RemoteVendor<Double>): void {
  let double: Double;
  let index: VectorIndex;
  beforeAll(async () => {
    double = await vendor.start();
    index = await vendor.open(double, DIMENSION);
  });
  afterEach(() => double.requireNoViolations());
  afterAll(() => double.stop());

  it.each([
    [401, 'internal'],
    [403, 'internal'],
    [404, 'internal'],
    [413, 'internal'],
    [429, 'rate-limited'],
    [400, 'internal'],
    [500, 'unavailable'],
    [503, 'unavailable'],
  ])('%d is %s, and is asked once', async (status, kind) => {
    const before = double.requests.length;
    double.failNext(status);
    await expect(search(index)).rejects.toMatchObject({ kind });
    expect(double.requests).toHaveLength(before + 1);
  });
  it('takes a reply that breaks off for a failure', async () => {
    double.truncateNext();
    await expect(search(index)).rejects.toMatchObject({ kind: 'unavailable' });
  });
  it('names the tenant that a foreign record names itself', async () => {
    vendor.leakNext(double, 'globex');
    expect(await search(index)).toContainEqual({ tenantId: 'globex', passageId: 'p_foreign', score: 1 });
  });
  it('refuses a record that names no tenant', async () => {
    vendor.leakNext(double, null);
    await expect(search(index)).rejects.toMatchObject({ kind: 'corrupt' });
  });
  it('ends with the reason of the signal while it waits for an answer', async () => {
    const before = double.requests.length;
    const release = double.holdNext();
    const controller = new AbortController();
    const searching = search(index, controller.signal);
    await expect.poll(() => double.requests.length).toBeGreaterThan(before);
    const late = new Fault('timeout', 'Late.');
    controller.abort(late);
    await expect(searching).rejects.toBe(late);
    release();
  });
  it('asks nothing for a question that may find nothing', async () => {
    const before = double.requests.length;
    expect(await index.searchDense(scopeOf({ readsAll: true }, []), vector, 5, signal)).toEqual([]);
    expect(double.requests).toHaveLength(before);
  });
  it('opens while the server is away, and works once it is back', async () => {
    double.failNext(503);
    const opened = await vendor.open(double, 9);
    expect(await opened.searchDense(scopeOf(), new Float32Array(9).fill(1), 1, signal)).toEqual([]);
  });
  it('says unavailable when nobody answers', async () => {
    const gone = await vendor.start();
    await gone.stop();
    await expect(search(await vendor.open(gone, DIMENSION))).rejects.toMatchObject({ kind: 'unavailable' });
  });
}
