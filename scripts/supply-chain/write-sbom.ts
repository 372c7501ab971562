import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { runNpm } from './run-npm.ts';

const ARGUMENTS = ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only'];

/** Writes the CycloneDX list of everything that ships, from the lockfile alone. Returns the `name@version` of each. */
export async function writeSbom(root: string, path: string): Promise<ReadonlySet<string>> {
  const { code, stdout, stderr } = await runNpm(ARGUMENTS, root);
  const components = code === 0 ? componentsOf(stdout) : null;
  if (components === null || components.length === 0)
    throw new Error(`npm sbom gave no list. Run npm ci and try again.\n${stderr.slice(0, 2_000)}`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, stdout);
  return new Set(components.map(idOf));
}

/** `@scope/name@version` out of `pkg:npm/%40scope/name@version?...`: a component's own name leaves the scope out. */
export const idOf = ({ purl }: Component): string =>
  decodeURIComponent(purl.replace(/^pkg:npm\//, '').replace(/[?#].*$/, ''));

interface Component {
  readonly purl: string;
}

function componentsOf(text: string): readonly Component[] | null {
  const sbom = JSON.parse(text) as {
    readonly bomFormat?: string;
    readonly components?: readonly Component[];
  };
  return sbom.bomFormat === 'CycloneDX' ? (sbom.components ?? null) : null;
}
