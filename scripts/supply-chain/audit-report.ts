import type { NpmOutcome } from './run-npm.ts';

/** What an audit came to. `unknown` where the registry did not answer: then nothing is known, good or bad. */
export interface AuditReport {
  readonly outcome: 'clean' | 'problems' | 'unknown';
  readonly lines: readonly string[];
}

const SEVERITIES = ['critical', 'high', 'moderate', 'low'] as const;

/** Reads `npm audit --json`. */
export function readAudit({ stdout }: NpmOutcome): AuditReport {
  const report = objectIn(stdout);
  const counts = fieldOf(fieldOf(report, 'metadata'), 'vulnerabilities');
  if (counts === undefined) return unknown('known vulnerabilities');
  const lines = SEVERITIES.flatMap((severity) => {
    const count = Number(fieldOf(counts, severity) ?? 0);
    return count > 0 ? [`${count} of severity ${severity}. npm audit names them and their fixes.`] : [];
  });
  return { outcome: lines.length === 0 ? 'clean' : 'problems', lines };
}

/** Reads `npm audit signatures --json`. */
export function readSignatures({ stdout }: NpmOutcome): AuditReport {
  const report = objectIn(stdout);
  const lists = (['invalid', 'missing'] as const).map((kind) => [kind, fieldOf(report, kind)] as const);
  if (!lists.every(([, list]) => Array.isArray(list))) return unknown('signatures');
  const lines = lists.flatMap(([kind, list]) =>
    Array.isArray(list) && list.length > 0 ? [`${list.length} packages with ${kind} signatures.`] : [],
  );
  return { outcome: lines.length === 0 ? 'clean' : 'problems', lines };
}

const unknown = (what: string): AuditReport => ({
  outcome: 'unknown',
  lines: [
    `The registry did not say anything about ${what}. Check the network and the registry, and try again.`,
  ],
});

function objectIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
