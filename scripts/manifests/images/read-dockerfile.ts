/** One `COPY` from the build context. */
export interface ContextCopy {
  readonly sources: readonly string[];
}

/** A stage as far as the checks look at it, with the app's name in place of `${APP}`. */
export interface Stage {
  readonly image: string;
  readonly name: string | null;
  readonly copies: readonly ContextCopy[];
  /** Stages that it copies from. */
  readonly copiesFrom: readonly string[];
  readonly user: string | null;
  readonly environment: Readonly<Record<string, string>>;
  readonly workdir: string | null;
  readonly runs: readonly string[];
  /** null when it is no list: then a shell stands between the process and its signals. */
  readonly command: readonly string[] | null;
}

type Draft = { -readonly [Key in keyof Stage]: Stage[Key] };

const emptyStage = (image: string, name: string | null): Draft => ({
  image,
  name,
  copies: [],
  copiesFrom: [],
  user: null,
  environment: {},
  workdir: null,
  runs: [],
  command: null,
});

/** The stages of a Dockerfile, in order. What it does not know it leaves out: nothing of it is run. */
export function readDockerfile(text: string, app: string): readonly Stage[] {
  const stages: Draft[] = [];
  for (const line of instructionsOf(text)) {
    const [instruction = '', ...words] = line.replaceAll(/\$\{APP\}|\$APP\b/g, app).split(/\s+/);
    const rest = words.join(' ');
    if (instruction === 'FROM') {
      const [image = '', as, name = null] = words;
      stages.push(emptyStage(image, as?.toUpperCase() === 'AS' ? name : null));
      continue;
    }
    const stage = stages.at(-1);
    if (stage !== undefined) apply(stage, instruction, words, rest);
  }
  return stages;
}

function apply(stage: Draft, instruction: string, words: readonly string[], rest: string): void {
  switch (instruction) {
    case 'COPY':
    case 'ADD':
      addCopy(stage, words);
      break;
    case 'USER':
      stage.user = rest;
      break;
    case 'WORKDIR':
      stage.workdir = rest;
      break;
    case 'RUN':
      stage.runs = [...stage.runs, rest];
      break;
    case 'ENV':
      stage.environment = { ...stage.environment, ...Object.fromEntries(words.map(pairOf)) };
      break;
    case 'CMD':
      stage.command = listOf(rest);
      break;
    default:
  }
}

function addCopy(stage: Draft, words: readonly string[]): void {
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  const paths = words.filter((word) => !word.startsWith('--'));
  if (from !== undefined) stage.copiesFrom = [...stage.copiesFrom, from];
  else stage.copies = [...stage.copies, { sources: paths.slice(0, -1).map(plain) }];
}

const plain = (path: string): string => path.replace(/^\.\//, '').replace(/\/$/, '');

function pairOf(word: string): [string, string] {
  const [name = '', ...value] = word.split('=');
  return [name, value.join('=')];
}

function listOf(text: string): readonly string[] | null {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.map(String) : null;
  } catch {
    return null;
  }
}

/** Without comments, and with continued lines as one. */
const instructionsOf = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
