import { isFault } from '@ragfleet/kernel';
import { type CommandContext, jsonLine } from '../command-context.ts';
import { checkFleet } from '../doctor/check-fleet.ts';
import { checkMachine, type Machine } from '../doctor/check-machine.ts';
import { checkMasterKeys } from '../doctor/check-keys.ts';
import { checkResidency } from '../doctor/check-residency.ts';
import { checkStores } from '../doctor/check-stores.ts';
import { type Finding, ill } from '../doctor/contract.ts';
import type { FleetAddress } from '../find-fleet.ts';

/** Looks at the machine and the fleet. True when nothing needs a fix. */
export async function doctor(
  context: CommandContext,
  machine: Machine,
  options: { readonly json: boolean },
): Promise<boolean> {
  const environment = machine.environment ?? {};
  const fleet = await findFleet(context);
  const found = isFinding(fleet) ? null : fleet;
  const findings = [
    ...(await checkMachine(machine, found)),
    ...checkMasterKeys(environment),
    ...checkResidency(environment),
    ...(isFinding(fleet) ? [fleet] : await checkFleet(fleet)),
    // Whoever names a folder means no store of another fleet.
    ...(await checkStores(found?.local ?? null, context.dataDir === undefined ? environment : {})),
  ];
  const ok = findings.every((finding) => finding.ok);
  if (options.json) context.print(jsonLine({ ok, findings }));
  else for (const finding of findings) context.print(lineOf(finding));
  return ok;
}

async function findFleet(context: CommandContext): Promise<FleetAddress | Finding> {
  try {
    return await context.fleet();
  } catch (error) {
    if (!isFault(error)) throw error;
    return ill('fleet', 'no address', error.message);
  }
}

const isFinding = (found: FleetAddress | Finding): found is Finding => 'check' in found;

const lineOf = ({ check, ok, detail, fix }: Finding): string =>
  `${ok ? '✓' : '✗'} ${check}: ${detail}${fix === null ? '' : `\n    ${fix}`}`;
