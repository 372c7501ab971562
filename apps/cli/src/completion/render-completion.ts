import type { CommandNode } from './command-tree.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** A script that completes the command's words in a shell. It starts no process when it is used. */
export function renderCompletion(shell: Shell, nodes: readonly CommandNode[]): string {
  switch (shell) {
    case 'bash':
      return renderBash(nodes);
    case 'zsh':
      // zsh runs completions that were written for bash.
      return `autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n${renderBash(nodes)}`;
    case 'fish':
      return renderFish(nodes);
    default:
      return shell satisfies never;
  }
}

/** Words are looked up by the path of commands before the cursor; values by the path and the option before the cursor. */
function renderBash(nodes: readonly CommandNode[]): string {
  const commandCases = nodes.flatMap(({ path, commands }) =>
    commands.map(
      ({ name }) => `      ${quoted(`${path} ${name}`.trim())}) path=${quoted(`${path} ${name}`.trim())} ;;`,
    ),
  );
  return `# Completion of ragfleet. Made by: ragfleet completion bash
_ragfleet() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" path="" at
  for ((at = 1; at < COMP_CWORD; at++)); do
    case "\${path:+$path }\${COMP_WORDS[at]}" in
${commandCases.join('\n')}
    esac
  done
  case "$path:$before" in
${valueCases(nodes).join('\n')}
  esac
  case "$path" in
${wordCases(nodes).join('\n')}
  esac
}
complete -F _ragfleet ragfleet
`;
}

/** An option with a closed list completes that; with another value, files. */
function valueCases(nodes: readonly CommandNode[]): string[] {
  return nodes.flatMap(({ path, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(({ flag, choices }) => {
        const words = choices.length === 0 ? '-f' : `-W ${quoted(choices.join(' '))}`;
        return `    ${quoted(`${path}:${flag}`)}) COMPREPLY=($(compgen ${words} -- "$word")); return ;;`;
      }),
  );
}

/** Options after a dash; else commands and choices, or files where there are neither. */
function wordCases(nodes: readonly CommandNode[]): string[] {
  return nodes.map(({ path, commands, options, choices }) => {
    const flags = quoted(options.map(({ flag }) => flag).join(' '));
    const words = [...commands.map(({ name }) => name), ...choices].join(' ');
    const others = words === '' ? '-f' : `-W ${quoted(words)}`;
    return `    ${quoted(path)})
      if [[ $word == -* ]]; then COMPREPLY=($(compgen -W ${flags} -- "$word"))
      else COMPREPLY=($(compgen ${others} -- "$word")); fi ;;`;
  });
}

function renderFish(nodes: readonly CommandNode[]): string {
  const lines = nodes.flatMap(({ path, commands, options, choices }) => {
    const here = `-n ${quoted(`__ragfleet_at ${quoted(path)}`)}`;
    return [
      ...commands.map(
        ({ name, description }) => `complete -c ragfleet -f ${here} -a ${name} -d ${quoted(description)}`,
      ),
      ...(choices.length === 0 ? [] : [`complete -c ragfleet -f ${here} -a ${quoted(choices.join(' '))}`]),
      ...options.map((option) => {
        const value = option.choices.length > 0 ? ` -x -a ${quoted(option.choices.join(' '))}` : ' -r';
        const flag = `-l ${option.flag.replace(/^-+/, '')}${option.takesValue ? value : ''}`;
        return `complete -c ragfleet ${here} ${flag} -d ${quoted(option.description)}`;
      }),
    ];
  });
  const paths = nodes.flatMap(({ path }) => (path === '' ? [] : [quoted(path)]));
  return `# Completion of ragfleet. Made by: ragfleet completion fish
function __ragfleet_at
  set -l path ''
  for word in (commandline -opc)[2..-1]
    set -l next (string trim "$path $word")
    if contains -- $next ${paths.join(' ')}
      set path $next
    end
  end
  test "$path" = "$argv[1]"
end
${lines.join('\n')}
`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
