import { Fault } from '@ragfleet/kernel';
import { parseArgs, type ParseArgsConfig } from 'node:util';

/** Node's advice after a mistyped option: no command here takes a word that begins with a dash. */
const DASHED_WORD = /\. To specify a positional argument starting with a '-'.*/s;

/** What the command line says, as Node's `parseArgs` reads it. Fault `invalid-input` with the usage where it cannot be understood. */
export function readFlags<Config extends ParseArgsConfig>(
  usage: string,
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw wrongUse(reason.replace(DASHED_WORD, ''), usage, cause);
  }
}

/** A Fault `invalid-input` that says what is wrong, and then how the command is used. */
export const wrongUse = (reason: string, usage: string, cause?: unknown): Fault =>
  new Fault('invalid-input', `${reason}\n\n${usage}`, { cause });
