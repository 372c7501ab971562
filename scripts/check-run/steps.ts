import { fileURLToPath } from 'node:url';

export interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** True when the last line of standard output is one JSON object about the step. */
  readonly reportsJson?: true;
}

const script = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** What `npm run check` means, cheapest first. Every step runs, whatever the ones before it came to. */
export const stepsAt = (root: string): readonly Step[] => [
  { name: 'format', command: ['biome', 'format', '.'] },
  {
    name: 'lint',
    command: ['oxlint', '--type-aware', '--deny-warnings', '--report-unused-disable-directives'],
  },
  { name: 'boundaries', command: [process.execPath, script('boundaries.ts'), '--root', root] },
  { name: 'types', command: ['tsc', '--noEmit', '-p', 'tsconfig.json'] },
  { name: 'browser-types', command: ['tsc', '--noEmit', '-p', 'libs/console/browser/tsconfig.json'] },
  { name: 'dead-code', command: ['knip', '--no-config-hints'] },
  { name: 'manifests', command: [process.execPath, script('manifests.ts'), '--root', root] },
  { name: 'supply-chain', command: [process.execPath, script('supply-chain.ts'), '--root', root] },
  {
    name: 'tests',
    command: [process.execPath, script('test.ts'), '--json', '--root', root],
    reportsJson: true,
  },
];
