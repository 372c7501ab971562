import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkBoundaries } from './boundaries/check-boundaries.ts';
import { readWorkspace } from './boundaries/workspace.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, root: { type: 'string' } },
});
const workspace = readWorkspace(values.root ?? fileURLToPath(new URL('..', import.meta.url)));
const violations = checkBoundaries(workspace);
const files = workspace.projects.reduce((sum, project) => sum + project.files.length, 0);

for (const { file, line, rule, message, fix } of violations) {
  console.error(`${file}:${line}  ${rule}\n  ${message}\n  Fix: ${fix}`);
}
const summary = `boundaries: ${violations.length} violations in ${files} files of ${workspace.projects.length} projects`;
console.log(values.json ? JSON.stringify({ ok: violations.length === 0, files, violations }) : summary);
process.exitCode = violations.length === 0 ? 0 : 1;
