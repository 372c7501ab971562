import type { Command, Option } from 'commander';

/** What may follow in one place of the command line. */
export interface CommandNode {
  /** The words that lead here, such as `cache calibrate`; empty for the program. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly OptionFacts[];
  /** What its argument may be, where that is a closed list. */
  readonly choices: readonly string[];
}

export interface OptionFacts {
  readonly flag: string;
  readonly description: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

/** Every place of a command line, the program first: read from the commands themselves, so that it is never behind them. */
export function readCommandTree(program: Command): CommandNode[] {
  const visit = (command: Command, path: string, above: readonly OptionFacts[]): CommandNode[] => {
    const options = [...command.options.filter(({ hidden }) => !hidden).map(toFacts), ...above];
    const node: CommandNode = {
      path,
      commands: command.commands.map((one) => ({ name: one.name(), description: one.description() })),
      options: [...options, HELP],
      choices: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    };
    const below = command.commands.flatMap((one) => visit(one, `${path} ${one.name()}`.trim(), options));
    return [node, ...below];
  };
  return visit(program, '', []);
}

const HELP: OptionFacts = {
  flag: '--help',
  description: 'display help for command',
  takesValue: false,
  choices: [],
};

const toFacts = (option: Option): OptionFacts => ({
  flag: option.long ?? option.short ?? option.flags,
  description: option.description,
  takesValue: option.required || option.optional,
  choices: option.argChoices ?? [],
});
