import { Fault } from '@ragfleet/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collect } from '../collect.fixture.ts';
import { DEFAULT_EXTENSIONS } from '../extensions.ts';
import { createS3Source, type S3SourceOptions } from './create-s3-source.ts';
import { type S3Double, sendError, startS3Double } from './s3-double.fixture.ts';

const never = new AbortController().signal;
let bucket: S3Double;
beforeEach(async () => {
  bucket = await startS3Double(3);
});
afterEach(() => bucket.stop());

const source = (changes: Partial<S3SourceOptions> = {}) =>
  createS3Source({
    bucket: 'papers',
    prefix: '',
    region: 'eu-central-1',
    endpoint: bucket.endpoint,
    pathStyle: true,
    credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'secret' },
    extensions: DEFAULT_EXTENSIONS,
    requestTimeoutMs: 2_000,
    ...changes,
  });
const put = (key: string, text: string, type = 'text/plain'): void =>
  void bucket.objects.set(key, { body: Buffer.from(text), type });
const list = (changes: Partial<S3SourceOptions> = {}) => collect(source(changes).list(never));
const keys = async (changes: Partial<S3SourceOptions> = {}) => (await list(changes)).map(({ key }) => key);

describe('a bucket as a source', () => {
  it('lists every object of every page, below its prefix', async () => {
    const names = Array.from({ length: 8 }, (_, n) => `hr/${n} & <ünï>.txt`);
    for (const name of [...names, 'other/x.txt', 'hr/picture.png', 'hr/']) put(name, name);
    expect(await keys({ prefix: 'hr/' })).toEqual(names);
    expect(bucket.requests.length).toBe(4);
    expect((await list({ prefix: 'hr/' }))[0]).toMatchObject({
      revision: expect.stringMatching(/^"[0-9a-f]{32}"$/) as string,
      sizeBytes: Buffer.byteLength(names[0] ?? ''),
    });
    expect(await keys({ prefix: 'nothing/' })).toEqual([]);
  });

  it('reads an object, and says of which bytes it speaks', async () => {
    put('a.md', 'alpha', 'text/markdown');
    const [item] = await list();
    const reading = await source().read('a.md', null, never);
    if (reading.status !== 'read' || reading.content instanceof Uint8Array) throw new Error('A stream.');
    expect(Buffer.concat(await collect(reading.content)).toString()).toBe('alpha');
    expect(reading).toMatchObject({ revision: item?.revision, mediaType: 'text/markdown' });
    expect(await source().read('a.md', item?.revision ?? null, never)).toEqual({ status: 'unchanged' });
    put('a.md', 'alpha two');
    expect(await source().read('a.md', item?.revision ?? null, never)).toMatchObject({ status: 'read' });
  });

  it('says that an object is gone which vanished after the listing', async () => {
    expect(await source().read('never.md', null, never)).toEqual({ status: 'gone' });
  });
});

describe('a bucket that could be misread', () => {
  it('is no empty one when it is not there, is closed or fails', async () => {
    await expect(keys({ bucket: 'nowhere' })).rejects.toMatchObject({ kind: 'not-found' });
    const credentials = { accessKeyId: 'ANOTHER', secretAccessKey: 'x' };
    await expect(keys({ credentials })).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(source({ bucket: 'nowhere' }).read('a.md', null, never)).rejects.toBeInstanceOf(Fault);
    bucket.intercept = (_request, response) => (sendError(response, 500, 'InternalError'), true);
    await expect(keys()).rejects.toMatchObject({ kind: 'unavailable', isRetryable: true });
    await bucket.stop();
    await expect(keys()).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('fails the listing that breaks off at its second page', async () => {
    for (const name of ['a.md', 'b.md', 'c.md', 'd.md']) put(name, name);
    bucket.intercept = (request, response) => {
      if (request.url?.includes('continuation-token') !== true) return false;
      sendError(response, 503, 'SlowDown');
      return true;
    };
    const found: string[] = [];
    const listing = async () => {
      for await (const { key } of source().list(never)) found.push(key);
    };
    await expect(listing()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(found).toEqual(['a.md', 'b.md', 'c.md']);
    // One owner of retries: the next pass.
    expect(bucket.requests).toHaveLength(2);
  });

  it('fails the listing that says there is more, and not where', async () => {
    bucket.intercept = (_request, response) => {
      response
        .writeHead(200, { 'content-type': 'application/xml' })
        .end('<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>');
      return true;
    };
    await expect(keys()).rejects.toMatchObject({ kind: 'corrupt' });
  });

  it('has its time and no more', async () => {
    bucket.intercept = () => true;
    await expect(keys({ requestTimeoutMs: 100 })).rejects.toMatchObject({ kind: 'timeout' });
    await expect(source({ requestTimeoutMs: 100 }).read('a.md', null, never)).rejects.toMatchObject({
      kind: 'timeout',
    });
    const stop = new AbortController();
    const listing = collect(source().list(stop.signal));
    stop.abort(new Error('stopping'));
    await expect(listing).rejects.toThrow('stopping');
  });

  it('lets an object go when the reading is stopped', async () => {
    put('large.txt', 'x'.repeat(5_000_000));
    const stop = new AbortController();
    const reading = await source().read('large.txt', null, stop.signal);
    if (reading.status !== 'read' || reading.content instanceof Uint8Array) throw new Error('A stream.');
    stop.abort(new Error('stopping'));
    await expect(collect(reading.content)).rejects.toThrow('stopping');
  });
});
