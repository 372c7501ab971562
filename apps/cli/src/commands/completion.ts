import type { Command } from 'commander';
import { readCommandTree } from '../completion/command-tree.ts';
import { renderCompletion, type Shell } from '../completion/render-completion.ts';
import { type CommandContext, jsonLine } from '../command-context.ts';

/** Prints the script that makes a shell complete the program's words. */
export function completion(
  context: CommandContext,
  program: Command,
  { shell, json }: { readonly shell: Shell; readonly json: boolean },
): boolean {
  const script = renderCompletion(shell, readCommandTree(program));
  if (json) context.print(jsonLine({ shell, script }));
  else context.write(script);
  return true;
}
