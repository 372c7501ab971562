import { assignedSecret, assignedToken } from './assigned-value.ts';
import { bearerToken } from './bearer-token.ts';
import { internalEmail } from './internal-email.ts';
import type { OutputRule } from './output-rule.ts';
import { personalNumber } from './personal-number.ts';
import { knownKey, secretKey } from './prefixed-key.ts';
import { privateKey } from './private-key.ts';
import { urlPassword } from './url-password.ts';

/** The rules in order of precedence. Each looks at most 2 kB ahead and 64 characters back. */
export function outputRules(internalEmailDomains: readonly string[]): readonly OutputRule[] {
  return [
    internalEmail(internalEmailDomains),
    assignedSecret,
    bearerToken,
    secretKey,
    knownKey,
    assignedToken,
    privateKey,
    urlPassword,
    personalNumber,
  ];
}
