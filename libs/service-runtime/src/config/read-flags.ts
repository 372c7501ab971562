import { Fault } from '@ragfleet/kernel';
import { parseArgs, type ParseArgsConfig } from 'node:util';

/** What the command line says, as Node's `parseArgs` reads it. Fault `invalid-input` with the usage where it cannot be understood. */
export function readFlags<Config extends ParseArgsConfig>(
  usage: string,
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (cause) {
    throw wrongUse(cause instanceof Error ? cause.message : String(cause), usage, cause);
  }
}

/** A Fault `invalid-input` that says what is wrong, and then how the command is used. */
export const wrongUse = (reason: string, usage: string, cause?: unknown): Fault =>
  new Fault('invalid-input', `${reason}\n\n${usage}`, { cause });
