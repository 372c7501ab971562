import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

/** A test that shows that a variable changes what a process does. */
export interface KeyTest {
  readonly name: string;
  readonly file: string;
  readonly title: string;
  /** The variable is set in the test itself, not only named in its title. */
  readonly isSet: boolean;
}

/** `NAME: what it does` or `ONE, TWO and THREE: what they do`: the title of a test that varies them. */
const TITLE = /^([A-Z][A-Z0-9_]*(?:(?:, | and )[A-Z][A-Z0-9_]*)*): /;

/** Tests from before there was such a title, by the variable that they vary. */
const OTHER_TITLES: Readonly<Record<string, string>> = {
  EMBEDDING_BATCH_API: 'has no batch API %s',
};

/** Every such test of the apps and libs. One that is skipped, or only planned, is none. */
export function findKeyTests(root: string): KeyTest[] {
  const files = globSync('{apps,libs}/*/src/**/*.test.ts', { cwd: root }).toSorted();
  return files.flatMap((file) => keyTestsIn(file, readFileSync(join(root, file), 'utf8')));
}

export function keyTestsIn(file: string, source: string): KeyTest[] {
  const found: KeyTest[] = [];
  new Visitor({
    CallExpression: ({ callee, arguments: [first], start, end }) => {
      if (first?.type !== 'Literal' || typeof first.value !== 'string') return;
      const called = source.slice(callee.start, callee.end);
      if (!/^(?:it|test)(?:\.(?:each|for)\b|$)/.test(called)) return;
      const title = first.value;
      const text = source.slice(start, first.start) + source.slice(first.end, end);
      for (const name of namesIn(title))
        found.push({ name, file, title, isSet: new RegExp(`\\b${name}\\b`).test(text) });
    },
  }).visit(parseSync(file, source).program);
  return found;
}

function namesIn(title: string): readonly string[] {
  const names = TITLE.exec(title)?.[1]?.split(/, | and /) ?? [];
  const others = Object.entries(OTHER_TITLES).filter(([, other]) => other === title);
  return [...names, ...others.map(([name]) => name)];
}
