import { isFault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import { ACCEPTABLE_URLS, UNACCEPTABLE_URLS } from '@ragfleet/test-support';
import { parseAllowHosts } from './allow-hosts.ts';
import { validateCallbackUrl } from './validate-callback-url.ts';

const nobody = parseAllowHosts('');
const faultOf = (url: string, allow = nobody): unknown => {
  try {
    validateCallbackUrl(url, { allowHosts: allow });
    return null;
  } catch (error) {
    return error;
  }
};

describe('validateCallbackUrl', () => {
  it.each(ACCEPTABLE_URLS)('accepts %s', (url) => expect(faultOf(url)).toBeNull());

  it('is asked about at least 130 URLs', () => expect(UNACCEPTABLE_URLS.length).toBeGreaterThanOrEqual(130));

  it.each(UNACCEPTABLE_URLS.map((url, index) => [index, url] as const))(
    'refuses URL %d of the list',
    (_index, url) => expect(isFault(faultOf(url), 'invalid-input')).toBe(true),
  );

  it('says the fix and never echoes the URL', () => {
    const fault = faultOf('https://secret-token:x@10.0.0.1/private-path');
    expect(String(fault)).toMatch(/Remove the user name/);
    expect(String(fault)).not.toMatch(/secret-token|10\.0\.0\.1|private-path/);
  });

  it.each(['http://hooks.example.com/', 'https://hooks.example.com:9000/', 'https://127.0.0.1/'])(
    'says how %s could be received all the same',
    (url) => expect(String(faultOf(url))).toContain('WEBHOOK_ALLOW_HOSTS'),
  );

  it('lets allowed hosts be private, over http and on any port', () => {
    const allow = parseAllowHosts('127.0.0.1, localhost,[::1], receiver:9000');
    for (const url of [
      'http://127.0.0.1:4711/x',
      'http://localhost',
      'https://[::1]:9/',
      'http://receiver:9000/',
    ])
      expect(faultOf(url, allow)).toBeNull();
  });

  it('allows no other host, scheme or port along with them', () => {
    const allow = parseAllowHosts('127.0.0.1:9000');
    const urls = [
      'http://127.0.0.1:9001/',
      'http://127.0.0.2:9000/',
      'ftp://127.0.0.1:9000/',
      'http://u@127.0.0.1:9000/',
    ];
    expect(urls.filter((url) => faultOf(url, allow) === null)).toEqual([]);
  });
});

describe('parseAllowHosts', () => {
  it.each(['http://x', 'a b', 'x/path', 'u@x', '*', 'x:99999'])('refuses %j', (text) =>
    expect(() => parseAllowHosts(text)).toThrow(/WEBHOOK_ALLOW_HOSTS/),
  );
});
