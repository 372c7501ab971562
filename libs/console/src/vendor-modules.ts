import { fileURLToPath } from 'node:url';

interface VendorModule {
  /** As modules import it. */
  readonly specifier: string;
  /** Where the server hands it out, under the console's base. */
  readonly path: string;
  readonly location: () => string;
}

/** The packages that the page runs, each one file of its own package as it was published. */
export const VENDOR_MODULES: readonly VendorModule[] = [
  {
    specifier: 'preact',
    path: 'vendor/preact.mjs',
    location: () => fileURLToPath(import.meta.resolve('preact')),
  },
  {
    specifier: 'preact/hooks',
    path: 'vendor/preact-hooks.mjs',
    location: () => fileURLToPath(import.meta.resolve('preact/hooks')),
  },
  { specifier: 'htm', path: 'vendor/htm.mjs', location: () => fileURLToPath(import.meta.resolve('htm')) },
];

const BARE_IMPORT = /(\bfrom\s*)(["'])([a-z][\w/-]*)\2/g;
const SOURCE_MAP = /\n?\/\/# sourceMappingURL=.*\s*$/;

/**
 * Package names in imports become addresses. A browser would take an import map instead, but that is an inline script,
 * which the page's content policy forbids.
 */
export function toBrowserImports(source: string, base: string): string {
  return source
    .replace(SOURCE_MAP, '\n')
    .replaceAll(BARE_IMPORT, (whole, from: string, quote: string, name: string) => {
      const found = VENDOR_MODULES.find(({ specifier }) => specifier === name);
      return found === undefined ? whole : `${from}${quote}${base}${found.path}${quote}`;
    });
}
