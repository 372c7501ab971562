import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { Fault } from '@ragfleet/kernel';
import { toBrowserImports, VENDOR_MODULES } from './vendor-modules.ts';

/** One file of the page, compressed once when the server starts. */
export interface ConsoleAsset {
  readonly contentType: string;
  /** Strong, of the plain bytes. */
  readonly etag: string;
  readonly bytes: { readonly identity: Buffer; readonly gzip: Buffer; readonly br: Buffer };
}

const BROWSER_DIR = fileURLToPath(new URL('../browser', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const compress = { gzip: promisify(gzip), br: promisify(brotliCompress) };

/**
 * All files of the console by their path under `base`, such as `main.js`; `index.html` is the page. They hold whole
 * paths under `base`, which ends in a slash. Rejects where a file of the package is missing.
 */
export async function loadConsole(base: string): Promise<ReadonlyMap<string, ConsoleAsset>> {
  const assets = new Map<string, ConsoleAsset>();
  const files = await browserFiles();
  const modules = [
    ...files.filter((name) => extname(name) === '.js'),
    ...VENDOR_MODULES.map(({ path }) => path),
  ];
  for (const name of files) {
    const source = await readFile(join(BROWSER_DIR, name), 'utf8');
    const text = name === 'index.html' ? withPreloads(source, modules, base) : source;
    assets.set(name, await toAsset(name, text, base));
  }
  for (const { path, location } of VENDOR_MODULES) {
    assets.set(path, await toAsset(path, await readFile(location(), 'utf8'), base));
  }
  return assets;
}

/** Every module is in the head, so that the browser asks for all at once and not for each when its importer has come. */
function withPreloads(page: string, modules: readonly string[], base: string): string {
  const links = modules.map((name) => `    <link rel="modulepreload" href="${base}${name}" />\n`);
  return page.replace('  </head>', `${links.join('')}  </head>`);
}

async function browserFiles(): Promise<string[]> {
  const entries = await readdir(BROWSER_DIR, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && TYPES[extname(entry.name)] !== undefined)
    .map((entry) => relative(BROWSER_DIR, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted();
}

async function toAsset(name: string, source: string, base: string): Promise<ConsoleAsset> {
  const extension = extname(name).replace('.mjs', '.js');
  const contentType = TYPES[extension];
  if (contentType === undefined)
    throw new Fault('internal', `The console has no content type for ${extension}.`);
  const text = extension === '.js' ? toBrowserImports(source, base) : source;
  const identity = Buffer.from(text);
  const [gzipped, br] = await Promise.all([compress.gzip(identity), compress.br(identity)]);
  const etag = `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`;
  return { contentType, etag, bytes: { identity, gzip: gzipped, br } };
}
