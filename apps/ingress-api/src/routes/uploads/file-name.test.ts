import { describe, expect, it } from 'vitest';
import { cleanFileName } from './file-name.ts';

describe('the name of an uploaded file', () => {
  it.each([
    ['handbook.pdf', 'handbook.pdf'],
    ['hr/2026/leave policy.md', 'hr/2026/leave policy.md'],
    ['../../etc/passwd.txt', 'etc/passwd.txt'],
    ['/etc/./notes.txt', 'etc/notes.txt'],
    ['C:\\Users\\ann\\notes.txt', 'Users/ann/notes.txt'],
    ['a\u0000b\r\n.md', 'ab.md'],
    ['invoice\u202Efdp.txt', 'invoicefdp.txt'],
    ['u\u0308ber.md', 'über.md'],
    ['\uD800.md', '\uFFFD.md'],
  ])('%j is known as %j', (given, known) => {
    expect(cleanFileName(given)).toBe(known);
  });

  it.each(['', ' ', '..', '../..', '/', '\u200B'])('%j is none', (given) => {
    expect(cleanFileName(given)).toBeNull();
  });

  it('keeps the end of a long one, which tells its type', () => {
    expect(cleanFileName(`${'x'.repeat(2_000)}.pdf`)).toMatch(/^x{508}\.pdf$/);
  });
});
