import { parseSync, Visitor } from 'oxc-parser';
import { PROCESS_MEMBERS } from './rules.ts';

/** One place where a file names another module: static, dynamic, type-only, re-export, require or resolve. */
export interface ImportUse {
  /** null when the name is computed and nobody can read it without running the code. */
  readonly specifier: string | null;
  readonly line: number;
}

/** One place where a file reads the environment or steers the process. */
export interface ProcessUse {
  readonly expression: string;
  readonly line: number;
}

export interface SourceFacts {
  readonly imports: readonly ImportUse[];
  readonly processUses: readonly ProcessUse[];
  /** Null when the file parses. */
  readonly parseError: string | null;
}

interface Node {
  readonly type: string;
  readonly start: number;
}

const PROCESS_MODULES = new Set(['process', 'node:process']);

/** What a source file reaches for, by parsing it. `path` decides the language (`.ts`, `.tsx`, `.js`). */
export function readSource(path: string, text: string): SourceFacts {
  const { program, errors } = parseSync(path, text);
  const imports: ImportUse[] = [];
  const processUses: ProcessUse[] = [];
  const lineAt = lineCounter(text);

  const addImport = (source: Node | null, at: Node): void => {
    if (source === null) return;
    const specifier = literalOf(source);
    imports.push({ specifier, line: lineAt(at.start) });
    if (specifier !== null && PROCESS_MODULES.has(specifier)) addProcess(`import … from '${specifier}'`, at);
  };
  const addProcess = (expression: string, at: Node): void => {
    processUses.push({ expression, line: lineAt(at.start) });
  };

  new Visitor({
    ImportDeclaration: (node) => addImport(node.source, node),
    ExportAllDeclaration: (node) => addImport(node.source, node),
    ExportNamedDeclaration: (node) => addImport(node.source, node),
    ImportExpression: (node) => addImport(node.source, node),
    TSImportType: (node) => addImport(node.source, node),
    TSExternalModuleReference: (node) => addImport(node.expression, node),
    CallExpression: (node) => {
      if (isModuleCall(node.callee)) addImport(node.arguments[0] ?? null, node);
    },
    MemberExpression: (node) => {
      const member = memberName(node.property, node.computed);
      if (isProcess(node.object) && (member === null || PROCESS_MEMBERS.includes(member)))
        addProcess(`process.${member ?? '[…]'}`, node);
    },
    VariableDeclarator: (node) => {
      if (node.init !== null && isProcess(node.init)) addProcess('process in another variable', node);
    },
  }).visit(program);
  return { imports, processUses, parseError: errors[0]?.message ?? null };
}

/** `require(…)`, `require.resolve(…)` and `import.meta.resolve(…)`. */
function isModuleCall(callee: Node): boolean {
  if (isNamed(callee, 'require')) return true;
  if (!isMember(callee)) return false;
  return (
    memberName(callee.property, callee.computed) === 'resolve' &&
    (isNamed(callee.object, 'require') || callee.object.type === 'MetaProperty')
  );
}

/** `process` and `globalThis.process`. */
function isProcess(node: Node): boolean {
  if (isNamed(node, 'process')) return true;
  return (
    isMember(node) &&
    isNamed(node.object, 'globalThis') &&
    memberName(node.property, node.computed) === 'process'
  );
}

const isNamed = (node: Node, name: string): boolean =>
  node.type === 'Identifier' && 'name' in node && node.name === name;

interface MemberNode extends Node {
  readonly object: Node;
  readonly property: Node;
  readonly computed: boolean;
}

const isMember = (node: Node): node is MemberNode => node.type === 'MemberExpression';

function memberName(property: Node, computed: boolean): string | null {
  if (computed) return literalOf(property);
  return 'name' in property && typeof property.name === 'string' ? property.name : null;
}

function literalOf(node: Node): string | null {
  return node.type === 'Literal' && 'value' in node && typeof node.value === 'string' ? node.value : null;
}

/** 1-based line of an offset. */
function lineCounter(text: string): (offset: number) => number {
  return (offset) => text.slice(0, offset).split('\n').length;
}
