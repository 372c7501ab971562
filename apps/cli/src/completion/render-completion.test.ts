import { execFileSync, spawnSync } from 'node:child_process';
import { Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../program.ts';
import { noSealer } from '../testing/no-sealer.fixture.ts';
import { readCommandTree } from './command-tree.ts';
import { renderCompletion } from './render-completion.ts';

const unused = (): never => expect.unreachable();
const program = createProgram({
  context: {
    fleet: unused,
    stores: {},
    embedder: unused,
    prices: unused,
    print: unused,
    write: unused,
    say: unused,
    terminal: null,
    signal: new AbortController().signal,
  },
  machine: { root: '.', nodeVersion: '24.1.0' },
  sealer: noSealer,
  onEnd: unused,
});
const nodes = readCommandTree(program);
const script = renderCompletion('bash', nodes);

/** What bash offers for the last of these words. */
function offered(...words: readonly string[]): string[] {
  const typed = ['ragfleet', ...words].map((word) => `'${word}'`).join(' ');
  const ask = `${script}
COMP_WORDS=(${typed}); COMP_CWORD=${words.length}; COMPREPLY=(); _ragfleet; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const reply = execFileSync('bash', ['--norc', '-c', ask], { cwd: import.meta.dirname, encoding: 'utf8' });
  return reply.split('\n').filter((line) => line !== '');
}

describe('completion of the real commands in bash', () => {
  it('offers every command, and those that begin as typed', () => {
    expect(offered('')).toEqual(program.commands.map((command) => command.name()));
    expect(offered('co')).toEqual(['costs', 'completion']);
  });

  it('offers what stands below a command', () => {
    expect(offered('audit', '')).toEqual(['list', 'verify', 'export']);
    expect(offered('--data-dir', 'x', 'audit', 've')).toEqual(['verify']);
  });

  it('offers the options of a place, with those above it', () => {
    expect(offered('ask', '--p')).toEqual(['--priority']);
    expect(offered('webhooks', 'redeliver', '--')).toEqual(
      expect.arrayContaining(['--status', '--from', '--json', '--data-dir', '--help']),
    );
    expect(offered('ask', '--')).not.toContain('--status');
  });

  it('offers the values of an option, and files where they are open', () => {
    expect(offered('ask', 'Why?', '--priority', '')).toEqual(['high', 'normal', 'low']);
    expect(offered('webhooks', 'redeliver', '--status', 'd')).toEqual(['dead', 'delivered']);
    expect(offered('cache', 'calibrate', '--pairs', 'command-')).toEqual(['command-tree.ts']);
    expect(offered('ingest', 'render-completion.test')).toEqual(['render-completion.test.ts']);
    expect(offered('completion', 'f')).toEqual(['fish']);
  });
});

describe('completion scripts', () => {
  it('hold every command of the program, for each shell', () => {
    for (const shell of ['bash', 'zsh', 'fish'] as const) {
      const text = renderCompletion(shell, nodes);
      for (const { path } of nodes) expect(text, `${shell}: ${path}`).toContain(`'${path}'`);
    }
  });

  it('quote what a description says', () => {
    const quoting = new Command('ragfleet').addOption(new Option('--one', "it's $HOME `id`"));
    const fish = renderCompletion('fish', readCommandTree(quoting));
    expect(fish).toContain(`'it'\\''s $HOME \`id\`'`);
  });

  it.skipIf(!isHere('zsh'))('are of the grammar of zsh (where zsh is installed)', () => {
    expect(parse('zsh', ['--no-exec'])).toBe('');
  });

  it.skipIf(!isHere('fish'))('are of the grammar of fish (where fish is installed)', () => {
    expect(parse('fish', ['--no-execute'])).toBe('');
  });
});

/** What a shell says of its script without running it. */
function parse(shell: 'zsh' | 'fish', flags: readonly string[]): string {
  const { stderr } = spawnSync(shell, [...flags, '/dev/stdin'], {
    input: renderCompletion(shell, nodes),
    encoding: 'utf8',
  });
  return stderr;
}

function isHere(shell: string): boolean {
  return spawnSync(shell, ['--version']).error === undefined;
}
