import { expect, it } from 'vitest';
import { isWarmingPrincipal, warmingPrincipalId } from './warming-principal.ts';

it('tells the fleet from a person who is named like it', () => {
  expect(isWarmingPrincipal(warmingPrincipalId('a1'))).toBe(true);
  expect(isWarmingPrincipal('cache-warmer')).toBe(false);
  expect(isWarmingPrincipal('ada')).toBe(false);
});
