import { expect, it } from 'vitest';
import { serverAddress } from './server-address.ts';

it.each([
  ['https://host', 'https://host', 6_333, ''],
  ['https://host:443', 'https://host', 443, ''],
  ['http://host:80/', 'http://host', 80, ''],
  ['http://127.0.0.1:7000', 'http://127.0.0.1:7000', 7_000, ''],
  ['http://[::1]:6333', 'http://[::1]:6333', 6_333, ''],
  ['https://proxy:8443/qdrant/', 'https://proxy:8443', 8_443, '/qdrant'],
])('%s is %s at port %d', (text, url, port, prefix) => {
  expect(serverAddress(text)).toEqual({ url, port, prefix });
});

it.each(['host:6333', 'ftp://host', ''])('%o is no URL of Qdrant', (text) => {
  expect(() => serverAddress(text)).toThrow('Give it as https://host:6333');
});
