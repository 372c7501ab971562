import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { requireResidency } from '../require-residency.ts';
import type { ResidencyVariables } from '../residency-variables.ts';

const ENV_EXAMPLE = new URL('../../../../.env.example', import.meta.url);
const IS_ADDRESS = /^#? ?([A-Z][A-Z0-9_]*(?:_URLS?|_ENDPOINT|_HOSTS|_ISSUERS))=/gm;

const variables = [...readFileSync(ENV_EXAMPLE, 'utf8').matchAll(IS_ADDRESS)].flatMap(
  ([, name]) => name ?? [],
);

const OPEN: ResidencyVariables = {
  REGION: 'eu',
  ENDPOINT_REGIONS: {},
  ENCRYPTION_AT_REST: true,
  ALLOW_CROSS_REGION_FALLBACK: false,
};
const SINKS = ['elasticsearch', 'cloudwatch'];

/** True when some process with this variable, in the open and in nobody's region, is refused for it. */
function isChecked(name: string): boolean {
  return SINKS.some((AUDIT_SINK) => {
    const value = name === 'IDENTITY_ISSUERS' ? [{ issuer: 'http://x.example' }] : 'http://x.example';
    try {
      requireResidency({ ...OPEN, AUDIT_SINK, [name]: value });
      return false;
    } catch (error) {
      return String(error).includes(`\n  ${name}: `);
    }
  });
}

it('no variable of the fleet that holds an address is left out of the check', () => {
  expect(variables.length).toBeGreaterThan(15);
  expect(variables.filter((name) => !isChecked(name))).toEqual([]);
});
