import { randomBytes } from 'node:crypto';
import { isFault } from '@ragfleet/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSealer } from './sealer.ts';

const masterKey = randomBytes(32).toString('base64');
const sealer = createSealer(masterKey);

const faultOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('sealer', () => {
  it('opens what it sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(sealer.open('acme', 'query', sealer.seal('acme', 'query', text))).toBe(text);
      }),
    );
  });

  it('opens in another process that has the same master key', () => {
    expect(createSealer(masterKey).open('acme', 'query', sealer.seal('acme', 'query', 'leave days'))).toBe(
      'leave days',
    );
  });

  it('never seals the same text to the same bytes', () => {
    expect(sealer.seal('acme', 'query', 'x')).not.toBe(sealer.seal('acme', 'query', 'x'));
  });

  it.each([
    ['another tenant', 'globex', 'query'],
    ['another purpose', 'acme', 'webhook'],
    ['a tenant and purpose that concatenate alike', 'acm', 'equery'],
  ])('refuses to open as %s', (_name, tenantId, purpose) => {
    const error = faultOf(() => sealer.open(tenantId, purpose, sealer.seal('acme', 'query', 'secret')));
    expect(isFault(error, 'corrupt')).toBe(true);
  });

  it('refuses every single changed byte and every cut', () => {
    const sealed = sealer.sealBytes('acme', 'query', Buffer.from('ten days'));
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(
        isFault(
          faultOf(() => sealer.openBytes('acme', 'query', changed)),
          'corrupt',
        ),
      ).toBe(true);
      expect(
        isFault(
          faultOf(() => sealer.openBytes('acme', 'query', sealed.subarray(0, at))),
          'corrupt',
        ),
      ).toBe(true);
    }
  });

  it('digests alike inside one tenant and purpose, and differently outside', () => {
    const digest = sealer.digest('acme', 'audit', 'q');
    expect(sealer.digest('acme', 'audit', 'q')).toBe(digest);
    expect(sealer.digest('globex', 'audit', 'q')).not.toBe(digest);
    expect(sealer.digest('acme', 'cache', 'q')).not.toBe(digest);
  });

  it('says how to make a master key when the given one is too short', () => {
    expect(() => createSealer('c2hvcnQ=')).toThrow(/openssl rand -base64 32/);
  });
});
