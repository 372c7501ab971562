import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { prepare, restore } from './client-package/package-files.ts';

// `npm pack -w libs/client` runs this before and after, so that users get JavaScript and declarations: Node runs no
// TypeScript below node_modules.
const root = fileURLToPath(new URL('..', import.meta.url));
const places = { folder: `${root}libs/client`, license: `${root}LICENSE` };

await restore(places);
if (process.argv[2] === 'prepare') {
  execFileSync('tsc', ['-p', `${places.folder}/tsconfig.build.json`], { stdio: 'inherit', timeout: 120_000 });
  await prepare(places);
}
