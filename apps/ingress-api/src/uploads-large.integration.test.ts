import { ingestionResource, LIMITS, problem } from '@ragfleet/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';
import { createUploadClient } from './testing/upload-client.fixture.ts';

let ingress: TestIngress;
let admin: string;

beforeAll(async () => {
  ingress = await startIngress();
  admin = await ingress.keyFor({ role: 'admin' });
});
afterAll(() => ingress.stop());

async function upload(...sizes: readonly number[]): Promise<{ status: number; json: unknown }> {
  const form = new FormData();
  for (const [n, size] of sizes.entries()) form.append('files', new File([new Uint8Array(size)], `${n}.txt`));
  const { status, json } = await createUploadClient(ingress, admin).post(form);
  return { status, json };
}
const storedBytes = async () =>
  (
    await ingress.database.query<{ bytes: number }>(
      'SELECT coalesce(sum(octet_length(bytes)), 0)::float8 AS bytes FROM upload_pieces',
    )
  )[0]?.bytes;

it('takes a file of 50 MB, to the byte, and names the one that is larger', async () => {
  const taken = await upload(LIMITS.fileBytes);
  expect([taken.status, ingestionResource.parse(taken.json).counts.total]).toEqual([202, 1]);
  expect(await storedBytes()).toBe(LIMITS.fileBytes);

  const refused = await upload(10, LIMITS.fileBytes + 1, 10);
  expect(refused.status).toBe(413);
  expect(problem.parse(refused.json).errors).toEqual([
    { pointer: '/files/1', message: 'A file may have 50 MB. Split it.' },
  ]);
  expect(await storedBytes()).toBe(LIMITS.fileBytes);
}, 300_000);
