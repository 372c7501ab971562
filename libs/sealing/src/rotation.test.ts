import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSealer } from './sealer.ts';

const newKey = (): string => randomBytes(32).toString('base64');
const [first, second, third] = [newKey(), newKey(), newKey()] as const;
const before = createSealer(first);
const during = createSealer(second, [first]);
const after = createSealer(second);

/** A text as it was sealed before sealed texts named their key. */
function sealUnnamed(masterKey: string, tenantId: string, purpose: string, text: string): string {
  const info = JSON.stringify(['ragfleet', 1, 'seal', tenantId, purpose]);
  const key = Buffer.from(hkdfSync('sha256', Buffer.from(masterKey, 'base64'), Buffer.alloc(0), info, 32));
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const body = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([Buffer.of(1), iv, cipher.getAuthTag(), body]).toString('base64url');
}

describe('rotation of the master key', () => {
  it('opens what the older keys sealed, and seals under the current one', () => {
    expect(during.open('acme', 'query', before.seal('acme', 'query', 'leave'))).toBe('leave');
    expect(after.open('acme', 'query', during.seal('acme', 'query', 'leave'))).toBe('leave');
  });

  it('lets processes that have not switched yet open what the others write', () => {
    const announced = createSealer(first, [second]);
    expect(announced.open('acme', 'query', during.seal('acme', 'query', 'leave'))).toBe('leave');
  });

  it('says which variable to set when a key is not known', () => {
    const sealed = before.seal('acme', 'query', 'leave');
    expect(() => after.open('acme', 'query', sealed)).toThrow(/RAGFLEET_MASTER_KEYS_OLD/);
  });

  it('opens texts of before without an id under each known key', () => {
    const sealed = sealUnnamed(first, 'acme', 'query', 'leave');
    for (const sealer of [before, during, createSealer(third, [second, first])])
      expect(sealer.open('acme', 'query', sealed)).toBe('leave');
    expect(() => after.open('acme', 'query', sealed)).toThrow(/integrity/);
    expect(() => during.open('globex', 'query', sealed)).toThrow(/integrity/);
  });

  it.each([
    ['an older key', () => before.seal('acme', 'query', 'leave')],
    ['a text without an id', () => sealUnnamed(first, 'acme', 'query', 'leave')],
    ['a text without an id of the current key', () => sealUnnamed(second, 'acme', 'query', 'leave')],
  ])('reseals what is under %s, and nothing twice', (_name, seal) => {
    const sealed = seal();
    expect(during.isCurrent(sealed)).toBe(false);
    const resealed = during.reseal('acme', 'query', sealed) ?? '';
    expect(after.open('acme', 'query', resealed)).toBe('leave');
    expect([during.isCurrent(resealed), during.reseal('acme', 'query', resealed)]).toEqual([true, null]);
  });

  it('gives the digests and secrets of every key, the current one first', () => {
    const digests = [after.digest('acme', 'idem', 'k'), before.digest('acme', 'idem', 'k')];
    expect(during.digests('acme', 'idem', 'k')).toEqual(digests);
    expect(during.digest('acme', 'idem', 'k')).toBe(digests[0]);
    expect(during.secrets('pepper')).toEqual([after.secret('pepper'), before.secret('pepper')]);
  });

  it('takes a key that is named twice once', () => {
    expect(createSealer(first, [first, second, second]).secrets('x')).toHaveLength(2);
  });

  it('refuses more than four older keys, and says how to make one that is too short', () => {
    expect(() => createSealer(first, Array.from({ length: 5 }, newKey))).toThrow(/at most 4/);
    expect(() => createSealer(first, ['c2hvcnQ='])).toThrow(/openssl rand -base64 32/);
  });
});
