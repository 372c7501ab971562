import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { headingAnchors, readMarkdown } from './read-markdown.ts';

/** Folders of this repository that a path in backticks may begin with. */
const ROOTS = 'apps|libs|docs|scripts|bench|eval|faults|simulator|k8s|keda|deploy';
const PATH = new RegExp(`^(?:${ROOTS})/[\\w.@*{},/-]*[\\w*}/]$`);
/** The reader's own folders. */
const NOT_OURS = ['**/node_modules/**', '.ragfleet/**', 'coverage/**', '.nx/**', 'bench/peers/**'];

interface Tree {
  /** The repository. */
  readonly root: string;
}

/** Every Markdown file below the root, as paths from it. */
export const documentsIn = (root: string): string[] =>
  globSync('**/*.md', { cwd: root, exclude: NOT_OURS })
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted();

/** What one document says of this repository that is not so: each with its line. */
export function checkDocument({ root }: Tree, path: string): string[] {
  const { links, codeSpans } = readMarkdown(readFileSync(join(root, path), 'utf8'));
  const broken = links.flatMap(({ target, line }) => {
    const problem = problemOfLink(root, path, target);
    return problem === null ? [] : [`${path}:${line}: ${target}: ${problem}`];
  });
  const missing = codeSpans
    .filter(({ text }) => PATH.test(text) && !isThere(root, text))
    .map(({ text, line }) => `${path}:${line}: \`${text}\`: there is no such file`);
  return [...broken, ...missing];
}

function problemOfLink(root: string, from: string, target: string): string | null {
  if (/^[a-z][a-z+.-]*:/i.test(target)) return null;
  const [file = '', anchor] = target.split('#');
  const linked = file === '' ? from : normalize(join(dirname(from), decodeURIComponent(file)));
  if (linked.startsWith('..')) return 'it leads out of the repository';
  const absolute = join(root, linked);
  if (!existsSync(absolute)) return 'there is no such file';
  if (anchor === undefined) return null;
  if (statSync(absolute).isDirectory() || !linked.endsWith('.md')) return null;
  const anchors = headingAnchors(readFileSync(absolute, 'utf8'));
  return anchors.has(anchor) ? null : `${linked} has no such heading`;
}

const isThere = (root: string, path: string): boolean =>
  /[*{]/.test(path) ? globSync(path, { cwd: root }).length > 0 : existsSync(join(root, path));
