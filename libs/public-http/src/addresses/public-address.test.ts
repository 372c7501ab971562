import { describe, expect, it } from 'vitest';
import { PUBLIC_ADDRESSES, TREACHEROUS_ANSWERS, UNREACHABLE_URLS } from '@ragfleet/test-support';
import { bareHostname } from './allow-hosts.ts';
import { createAddressRules, isPublicAddress } from './public-address.ts';

const literals = UNREACHABLE_URLS.map((url) => bareHostname(new URL(url).hostname)).filter((host) =>
  /^[\d.]+$|:/.test(host),
);

describe('isPublicAddress', () => {
  it.each(PUBLIC_ADDRESSES)('allows %s', (address) => expect(isPublicAddress(address)).toBe(true));

  it('refuses every special address, however it was spelled', () => {
    expect(literals.length).toBeGreaterThan(80);
    expect(literals.filter((address) => isPublicAddress(address))).toEqual([]);
  });

  it('refuses what is not an address', () => {
    const texts = ['', 'localhost', '127', '1.2.3', '::1%eth0', ...(TREACHEROUS_ANSWERS[11]?.[1] ?? [])];
    expect(texts.filter((text) => isPublicAddress(text))).toEqual([]);
  });

  it('refuses the ranges that an operator adds', () => {
    const isPublic = createAddressRules(['34.118.224.0/20', '2600:1900::/32']);
    expect(['34.118.224.1', '::ffff:34.118.239.255', '2600:1900::1'].map(isPublic)).toEqual([
      false,
      false,
      false,
    ]);
    expect(isPublic('34.118.240.0')).toBe(true);
  });
});
