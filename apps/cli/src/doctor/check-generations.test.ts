import { describe, expect, it } from 'vitest';
import { toFinding } from './check-generations.ts';

const building = {
  generation: 'text-embedding-3-large 1536',
  state: 'building',
  isFilled: true,
  isRefill: false,
  ageMs: 3_600_000,
  position: 7,
  doneCount: 70,
  totalCount: 100,
} as const;

describe('what the doctor says of a change of the embedding model', () => {
  it('is how far it is', () => {
    expect(toFinding(building)).toMatchObject({ ok: true, detail: 'building, 70 of 100 passages' });
  });

  it('is that the switch may be made when it is complete', () => {
    const finding = toFinding({ ...building, state: 'complete', doneCount: 100 });
    expect(finding).toMatchObject({ ok: true, fix: null });
    expect(finding.detail).toContain('EMBEDDING_MODEL may be this one');
  });

  it('is what to do when nobody fills it', () => {
    const finding = toFinding({ ...building, isFilled: false });
    expect(finding).toMatchObject({ ok: false });
    expect(finding.fix).toContain('or drop this generation');
  });

  it('is to wait while a batch worker may not have looked since it was asked for', () => {
    const justAskedFor = { ...building, isFilled: false, isRefill: true, ageMs: 119_000 };
    expect(toFinding(justAskedFor)).toMatchObject({
      ok: true,
      detail: 'building, 70 of 100 passages; asked for 119 s ago, and a batch worker looks once a minute',
    });
    expect(toFinding({ ...justAskedFor, ageMs: 121_000 })).toMatchObject({ ok: false });
  });

  it('is never to drop the index that is searched, though nobody fills it again', () => {
    const { ok, fix } = toFinding({ ...building, isFilled: false, isRefill: true });
    expect(ok).toBe(false);
    expect(fix).toContain('Run a batch worker whose EMBEDDING_MODEL this is');
    expect(fix).not.toContain('drop');
  });
});
