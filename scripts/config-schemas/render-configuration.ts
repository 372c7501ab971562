import { mergeVariables, type SharedVariable } from './merge-variables.ts';
import type { AppConfig } from './read-config-schemas.ts';
import type { Topic, VariableFacts } from './topic.ts';
import { TOPICS } from './topics.ts';

const HEADER = `# Configuration

Written from the schemas of the processes by \`npm run env-example\`; change those, not this file.

A process reads its environment once, when it starts: every change needs a restart of the processes that read the variable, one after the other where there are several. An empty
variable counts as unset. A process that is given a wrong value does not start, and names every wrong variable with its fix in one message. A name that nobody reads is ignored, but one
that looks like a misspelling, and any other \`RAGFLEET_…\`, is warned of in the log with the nearest name that is read.

\`ragfleet doctor\` looks at a fleet that runs; [sizing.md](sizing.md) says how large to make it. A variable that is **secret** belongs into a secret of the orchestrator, never into an image or a repository.
`;

const COLUMNS = ['Variable', 'Meaning', 'Values', 'Unit', 'Default', 'Read by', 'Secret'];

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/_MS$/, 'milliseconds'],
  [/_SECONDS$/, 'seconds'],
  [/_MINUTES$/, 'minutes'],
  [/_HOURS$/, 'hours'],
  [/_DAYS$/, 'days'],
  [/_BYTES$/, 'bytes'],
  [/_TOKENS$/, 'tokens'],
  [/_USD$/, 'US dollars'],
];

/** What the value counts; '' for what is no number. */
export function unitOf(name: string, facts: VariableFacts): string {
  return facts.unit ?? UNITS.find(([ending]) => ending.test(name))?.[1] ?? '';
}

/** The text of docs/configuration.md. A variable without a topic throws: it would be missing. */
export function renderConfiguration(
  configs: readonly AppConfig[],
  topics: readonly Topic[] = TOPICS,
): string {
  const variables = new Map(mergeVariables(configs).map((variable) => [variable.name, variable]));
  const chapters = topics.map((topic) => renderTopic(topic, variables));
  const homeless = [...variables.keys()].filter((name) => !topics.some((topic) => name in topic.variables));
  if (homeless.length > 0)
    throw new Error(`Give ${homeless.join(', ')} a place in scripts/config-schemas/topics.ts.`);
  return [HEADER, ...chapters].join('\n');
}

function renderTopic({ title, intro, variables }: Topic, known: Map<string, SharedVariable>): string {
  const rows = Object.entries(variables).map(([name, facts]) => {
    const variable = known.get(name);
    if (variable === undefined)
      throw new Error(`No process reads ${name}: take it out of scripts/config-schemas/topics.ts.`);
    return rowOf(variable, facts);
  });
  return `## ${title}\n\n${intro}\n\n${[COLUMNS, COLUMNS.map(() => '---'), ...rows].map(lineOf).join('\n')}\n`;
}

function rowOf(variable: SharedVariable, facts: VariableFacts): readonly string[] {
  const { name, description, isRequired, apps } = variable;
  return [
    code(name),
    description,
    facts.values ?? variable.values,
    unitOf(name, facts),
    isRequired ? '**required**' : defaultOf(variable),
    apps.join(', '),
    facts.isSecret === true ? '**secret**' : '',
  ];
}

function defaultOf({ defaults }: SharedVariable): string {
  const [first] = defaults;
  if (first === undefined) return 'unset';
  if (defaults.length === 1) return first.value === '' ? 'empty' : code(first.value);
  return defaults.map(({ value, apps }) => `${code(value)} (${apps.join(', ')})`).join(', ');
}

const code = (text: string): string => `\`${text}\``;
const lineOf = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
