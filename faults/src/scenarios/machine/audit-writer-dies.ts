import assert from 'node:assert/strict';
import { appendFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuditVerification, verifyAuditLog } from '@ragfleet/audit-log';
import { createSealer } from '@ragfleet/sealing';
import type { Scenario, ScenarioStage } from '../../contract.ts';

const END_MS = 20_000;

export const auditWriterDies: Scenario = {
  id: 'F48',
  title: 'the audit log’s writer is killed in the middle of a line',
  boundSeconds: 60,
  inPlaceOf: 'a kill that hits a write: the writer is killed and half a line put behind its last one',
  run: async (stage) => {
    const { fleet, asking, random } = stage;
    const auditDir = fleet.variables['AUDIT_DIR'] ?? '';
    await Promise.all(fleet.of('query-worker').map((worker) => worker.kill('SIGKILL')));
    const before = new Set(await readdir(auditDir));
    const writer = await fleet.start('query-worker');
    await asking.untilEnded([await asking.ask()], END_MS);
    await writer.kill('SIGKILL');
    const after = await readdir(auditDir);
    const name = after.find((one) => one.endsWith('.jsonl') && !before.has(one));
    assert.ok(name !== undefined, 'the worker had written to the audit log');
    const path = join(auditDir, name);
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    const last = lines.at(-1) ?? '';
    await appendFile(path, last.slice(0, 1 + Math.floor(random() * (last.length - 2))));

    await fleet.start('query-worker');
    const next = await asking.ask();
    assert.equal((await asking.untilEnded([next], END_MS))[0]?.status, 'succeeded');
    const { valid, torn_at: tornAt } = await verify(stage, auditDir);
    assert.ok(valid, 'the chains do not hold');
    assert.ok(
      tornAt.some((eventId) => last.includes(eventId)),
      'nobody says where it was torn',
    );
    await cutIsNoTear(stage, { auditDir, name, lines });
    return { recoveryMs: null, note: `the chains hold, torn behind ${tornAt.join(', ')}` };
  },
};

const verify = ({ fleet }: ScenarioStage, dir: string): Promise<AuditVerification> =>
  verifyAuditLog({ dir, sealer: createSealer(fleet.variables['RAGFLEET_MASTER_KEY'] ?? '') });

/** Whoever takes lines away cannot pass it off as a death. */
async function cutIsNoTear(
  stage: ScenarioStage,
  {
    auditDir,
    name,
    lines,
  }: { readonly auditDir: string; readonly name: string; readonly lines: readonly string[] },
): Promise<void> {
  const copy = await mkdtemp(join(tmpdir(), 'ragfleet-audit-copy-'));
  try {
    await cp(auditDir, copy, { recursive: true });
    await writeFile(join(copy, name), lines.join('\n').slice(0, -100));
    assert.equal((await verify(stage, copy)).valid, false, 'a line was cut short, and nobody noticed');
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
