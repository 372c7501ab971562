import { isAllowedLicense } from './license-expression.ts';
import { missingPlatforms } from './missing-platforms.ts';

/** What may be installed, as policy.json says it. */
export interface SupplyPolicy {
  readonly licenses: readonly string[];
  /** Allowed beside the others for what never ships. */
  readonly licensesForDevelopment: readonly string[];
  /** By `name@version`: what a package is under whose manifest says it wrong or not at all. */
  readonly licensesRead: Readonly<Record<string, { readonly license: string; readonly why: string }>>;
  /** Packages with a script of their own at installation, and why that is borne. */
  readonly installScripts: Readonly<Record<string, string>>;
}

export interface LockedPackage {
  readonly version?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly integrity?: string;
  /** Where it comes from. Left out: from whichever registry npm is set to. */
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly hasInstallScript?: boolean;
  readonly license?: unknown;
}

export type LockedPackages = Readonly<Record<string, LockedPackage>>;

const MODULES = 'node_modules/';

/** What stands in the lockfile and may not, each with the fix. `shipped`: `name@version` of what an installation without tools holds. */
export function checkLockfile(
  packages: LockedPackages,
  policy: SupplyPolicy,
  shipped: ReadonlySet<string>,
): string[] {
  const installed = Object.entries(packages).filter(
    ([path, { link }]) => path.includes(MODULES) && link !== true,
  );
  return [
    ...installed.flatMap(([path, locked]) => problemsOf(nameOf(path), locked, { policy, shipped })),
    ...unneeded(installed, policy),
    ...missingPlatforms(packages),
  ];
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf(MODULES) + MODULES.length);

function problemsOf(
  name: string,
  locked: LockedPackage,
  { policy, shipped }: { readonly policy: SupplyPolicy; readonly shipped: ReadonlySet<string> },
): string[] {
  const id = `${name}@${locked.version ?? ''}`;
  const problems: string[] = [];
  const license = policy.licensesRead[id]?.license ?? locked.license;
  const allowed = [...policy.licenses, ...(shipped.has(id) ? [] : policy.licensesForDevelopment)];
  if (typeof license !== 'string' || !isAllowedLicense(license, new Set(allowed)))
    problems.push(
      `${id} is under ${typeof license === 'string' ? license : 'no licence that its manifest names'}. ` +
        'Take another package, or read its licence and add it to scripts/supply-chain/policy.json.',
    );
  // What comes inside another package is covered by that one's digest.
  if (locked.inBundle !== true && locked.integrity?.startsWith('sha512-') !== true)
    problems.push(`${id} has no SHA-512 in package-lock.json. Remove its entry there and run npm install.`);
  if (locked.resolved !== undefined)
    problems.push(
      `${id} comes from ${originOf(locked.resolved)}, which others may not reach or trust. Remove "resolved" from its entry in package-lock.json; npm leaves it out with --omit-lockfile-registry-resolved.`,
    );
  if (locked.hasInstallScript === true && policy.installScripts[name] === undefined)
    problems.push(
      `${id} runs a script when it is installed. Take another package, or read the script and say in scripts/supply-chain/policy.json why it may be.`,
    );
  return problems;
}

/** Without the user name and the password that an address may hold. */
const originOf = (address: string): string =>
  URL.canParse(address) ? `${new URL(address).protocol}//${new URL(address).host}` : 'a place of its own';

/** Exceptions for what is not there any more would wave through whatever takes its name. */
function unneeded(installed: readonly (readonly [string, LockedPackage])[], policy: SupplyPolicy): string[] {
  const ids = new Set(installed.map(([path, { version }]) => `${nameOf(path)}@${version ?? ''}`));
  const withScript = new Set(
    installed.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => nameOf(path)),
  );
  const stale = [
    ...Object.keys(policy.licensesRead).filter((id) => !ids.has(id)),
    ...Object.keys(policy.installScripts).filter((name) => !withScript.has(name)),
  ];
  return stale.map(
    (name) => `${name} needs no exception any more. Remove it from scripts/supply-chain/policy.json.`,
  );
}
