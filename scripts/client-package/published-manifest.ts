interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** The manifest of the SDK as its users get it: built files, and nothing of this repository. Throws when it would need a package. */
export function publishedManifest(source: Manifest): object {
  const { name, version, description, license, dependencies = {} } = source;
  if (Object.keys(dependencies).length > 0)
    throw new Error(`The SDK has no dependency. Take out: ${Object.keys(dependencies).join(', ')}.`);
  return {
    name,
    version,
    description,
    keywords: ['rag', 'retrieval', 'question-answering', 'ragfleet', 'sdk'],
    license,
    type: 'module',
    sideEffects: false,
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    files: ['dist'],
    engines: { node: '>=20' },
  };
}

/** Declarations name each other as JavaScript would, so that compilers of any version follow. */
export const withJsSpecifiers = (declaration: string): string =>
  declaration.replaceAll(/(from |import\()(['"])(\.[^'"]*)\.ts\2/g, '$1$2$3.js$2');
