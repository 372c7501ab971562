import { expect, test } from 'vitest';
import { idOf } from './write-sbom.ts';

test.each([
  ['pkg:npm/zod@4.6.7', 'zod@4.6.7'],
  ['pkg:npm/%40bull-board/api@9.10.1', '@bull-board/api@9.10.1'],
  ['pkg:npm/a@1.0.0?vcs_url=git%2Bhttps://example.com', 'a@1.0.0'],
])('%s is %s', (purl, id) => {
  expect(idOf({ purl })).toBe(id);
});
