import { describe, expect, it } from 'vitest';
import { toFinding } from './check-generations.ts';

const building = {
  generation: 'text-embedding-3-large 1536',
  state: 'building',
  isFilled: true,
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
    expect(toFinding({ ...building, isFilled: false })).toMatchObject({ ok: false });
  });
});
