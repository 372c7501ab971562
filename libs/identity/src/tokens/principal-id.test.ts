import { principalName, tokenPrincipalId } from '@ragfleet/contracts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tokenPrincipalIdOf } from './principal-id.ts';

it('keeps a plain subject readable', () => {
  expect(tokenPrincipalIdOf('corp', 'ada@example.com')).toBe('corp~ada@example.com');
  expect(tokenPrincipalIdOf('corp', 'auth0|7')).toBe('corp~auth0~7c7');
});

it('names every subject, by a name that no API key can have', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 255 }), (subject) => {
      const id = tokenPrincipalIdOf('corp', subject);
      expect(tokenPrincipalId.safeParse(id).success).toBe(true);
      expect(principalName.safeParse(id).success).toBe(false);
    }),
  );
});

it('never gives two subjects one name', () => {
  // Subjects that are made of what escapes are made of.
  const tricky = fc.string({
    unit: fc.constantFrom('~', '7', 'e', 'h', 'c', '|', 'é'),
    minLength: 1,
    maxLength: 80,
  });
  fc.assert(
    fc.property(tricky, tricky, (left, right) => {
      expect(tokenPrincipalIdOf('corp', left) === tokenPrincipalIdOf('corp', right)).toBe(left === right);
    }),
  );
  // A subject that spells what a long one comes to.
  const long = tokenPrincipalIdOf('corp', 'x'.repeat(200));
  const digest = long.slice(-43);
  for (const subject of [digest, `~h${digest}`, `h${digest}`])
    expect(tokenPrincipalIdOf('corp', subject)).not.toBe(long);
  expect(tokenPrincipalIdOf('a', 'b')).not.toBe(tokenPrincipalIdOf('b', 'b'));
});
