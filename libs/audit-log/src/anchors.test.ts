import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Anchors, createAnchors } from './anchors.ts';
import { createFileStore } from './reading/file-store.ts';
import { type AuditVerification, verifyChains } from './reading/verify-chains.ts';
import { event, NOON, openAuditFolder, sealer } from './testing/audit-folder.fixture.ts';

const folder = openAuditFolder();
const anchorsDir = (): string => join(folder.dir, 'anchors');
const openAnchors = (): Anchors =>
  createAnchors({ dir: anchorsDir(), sealer, retentionDays: 90, nowMs: () => NOON });
const verify = (tenantId: string | null = null): Promise<AuditVerification> =>
  verifyChains({
    store: createFileStore({ dir: folder.dir, sealer }),
    sealer,
    anchors: openAnchors(),
    tenantId,
  });

/** A chain of three lines, each noted, the second by half. */
async function noteThree(): Promise<void> {
  const [log, anchors] = [folder.logAt(NOON), openAnchors()];
  for (let at = 0; at < 3; at += 1) {
    await log.record(event());
    const [head] = log.heads();
    if (head === undefined) throw new Error('Nothing was written.');
    if (at !== 1) await anchors.note(head);
    else await appendFile(await anchorFile(), 'half an anchor');
  }
}
const anchorFile = async (): Promise<string> => join(anchorsDir(), (await readdir(anchorsDir()))[0] ?? '');

it('names half an anchor, and reads those around it', async () => {
  await noteThree();
  const text = await readFile(await anchorFile(), 'utf8');
  const place = text.split('\n').indexOf('half an anchor') + 1;
  const torn = [`anchor of w1, 2026-03-15 line ${place}`];
  expect(await verify()).toEqual({ valid: true, events: 3, broken_at: null, torn_at: torn });
  const path = await folder.firstFile();
  await writeFile(path, (await readFile(path, 'utf8')).split('\n').slice(0, 2).join('\n').concat('\n'));
  await rm(join(folder.dir, 'audit-head-w1'));
  expect(await verify()).toMatchObject({ valid: false, torn_at: torn });
});

it('names an anchor that an earlier release wrote behind half of another', async () => {
  await noteThree();
  const path = await anchorFile();
  await writeFile(path, (await readFile(path, 'utf8')).replace('half an anchor\n', 'half an anchor'));
  expect(await verify()).toMatchObject({ valid: true, torn_at: [expect.stringContaining('anchor of w1')] });
});

it("tells a tenant's admin no name of a process", async () => {
  await noteThree();
  expect(await verify('acme')).toMatchObject({ valid: true, events: 3, torn_at: ['an event of others'] });
});

it('finds a chain that was cut behind an anchor and ends in half a line', async () => {
  await noteThree();
  const path = await folder.firstFile();
  await writeFile(path, `${(await readFile(path, 'utf8')).split('\n')[0]}\n{"event_id":"ev`);
  await rm(join(folder.dir, 'audit-head-w1'));
  expect(await verify()).toMatchObject({ valid: false, broken_at: expect.stringMatching(/^evt_/) as string });
});
