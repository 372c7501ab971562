import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkRestricted, type PodSpec } from './check-workloads.ts';

const RUNBOOK = 'docs/operations.md';
/** A `kubectl run` over several lines, up to the end of its overrides. */
const RUN = /kubectl (?:-n \S+ )?run (?<name>\S+) (?<options>[^']*?)--overrides='(?<overrides>[^']+)'/g;
const IMAGE = /^ragfleet\/(?<app>[a-z-]+):<tag>$/;

interface RunbookPod {
  readonly name: string;
  readonly options: string;
  readonly overrides: string;
}
interface Overrides {
  readonly apiVersion?: string;
  readonly spec: PodSpec;
}

export const readRunbook = (root: string): string => readFileSync(join(root, RUNBOOK), 'utf8');

/** Pods that the runbooks let an operator start by hand. */
export const podsOf = (runbook: string): RunbookPod[] =>
  [...runbook.matchAll(RUN)].map(({ groups }) => ({
    name: groups?.['name'] ?? '',
    options: groups?.['options'] ?? '',
    overrides: groups?.['overrides'] ?? '',
  }));

/** Why the namespace would refuse a pod of the runbooks, or why it would not do there what the fleet's own pods do. */
export const checkRunbookPods = (runbook: string, apps: readonly string[]): string[] =>
  podsOf(runbook).flatMap((pod) =>
    checkPod(pod, apps).map((problem) => `${RUNBOOK}: kubectl run ${pod.name}: ${problem}`),
  );

function checkPod({ options, overrides }: RunbookPod, apps: readonly string[]): string[] {
  const parsed = parseOverrides(overrides);
  if (parsed === null) return ['its --overrides are no JSON.'];
  const rules: readonly (readonly [boolean, string])[] = [
    [parsed.apiVersion === 'v1', 'kubectl wants the apiVersion v1 in --overrides.'],
    [
      options.includes('--labels=app.kubernetes.io/part-of=ragfleet'),
      'without the label part-of=ragfleet no network policy lets it out to the stores.',
    ],
    ...parsed.spec.containers.flatMap(({ name, image, env = [] }): (readonly [boolean, string])[] => [
      [apps.includes(IMAGE.exec(image)?.groups?.['app'] ?? ''), `${name}: ${image} is no image of an app.`],
      [
        env.some((entry) => entry.name === 'RAGFLEET_ENV' && entry.value === 'production'),
        `${name}: without RAGFLEET_ENV=production it works as in development.`,
      ],
    ]),
  ];
  return [
    ...rules.filter(([holds]) => !holds).map(([, problem]) => problem),
    ...checkRestricted(parsed.spec),
  ];
}

function parseOverrides(text: string): Overrides | null {
  try {
    return JSON.parse(text) as Overrides;
  } catch {
    // The caller makes a problem of it.
    return null;
  }
}
