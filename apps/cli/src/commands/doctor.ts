import { isFault } from '@ragfleet/kernel';
import { type CommandContext, jsonLine } from '../command-context.ts';
import { checkFleet } from '../doctor/check-fleet.ts';
import { checkMachine, type Machine } from '../doctor/check-machine.ts';
import { checkResidency } from '../doctor/check-residency.ts';
import { type Finding, ill } from '../doctor/contract.ts';

/** Looks at the machine and the fleet. True when nothing needs a fix. */
export async function doctor(
  context: CommandContext,
  machine: Machine,
  options: { readonly json: boolean },
): Promise<boolean> {
  const findings = [
    ...(await checkMachine(machine)),
    ...checkResidency(machine.environment ?? {}),
    ...(await fleetFindings(context)),
  ];
  const ok = findings.every((finding) => finding.ok);
  if (options.json) context.print(jsonLine({ ok, findings }));
  else for (const finding of findings) context.print(lineOf(finding));
  return ok;
}

async function fleetFindings(context: CommandContext): Promise<Finding[]> {
  try {
    return await checkFleet(await context.fleet());
  } catch (error) {
    if (!isFault(error)) throw error;
    return [ill('fleet', 'no address', error.message)];
  }
}

const lineOf = ({ check, ok, detail, fix }: Finding): string =>
  `${ok ? '✓' : '✗'} ${check}: ${detail}${fix === null ? '' : `\n    ${fix}`}`;
