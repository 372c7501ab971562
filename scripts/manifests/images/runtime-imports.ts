import { parseSync, Visitor } from 'oxc-parser';

/** What a source file needs when it runs: types are gone by then. */
export interface RuntimeNeed {
  readonly specifier: string;
  /** `file` for what is only named relative to it, such as the script of a worker. */
  readonly kind: 'module' | 'file';
  readonly line: number;
}

interface Node {
  readonly type: string;
  readonly start: number;
}

/** Modules and files that the source names by a literal. `import { type A }` loads its module all the same, `import type` does not. */
export function runtimeNeeds(path: string, text: string): readonly RuntimeNeed[] {
  const needs: RuntimeNeed[] = [];
  const add = (kind: RuntimeNeed['kind'], named: Node | null | undefined): void => {
    const specifier = named === null || named === undefined ? null : literalOf(named);
    if (specifier === null || named === null || named === undefined) return;
    needs.push({ kind, specifier, line: text.slice(0, named.start).split('\n').length });
  };
  new Visitor({
    ImportDeclaration: (node) => {
      if (node.importKind !== 'type') add('module', node.source);
    },
    ExportAllDeclaration: (node) => {
      if (node.exportKind !== 'type') add('module', node.source);
    },
    ExportNamedDeclaration: (node) => {
      if (node.exportKind !== 'type') add('module', node.source);
    },
    ImportExpression: (node) => add('module', node.source),
    CallExpression: (node) => {
      if (isResolve(node.callee)) add('module', node.arguments[0]);
    },
    NewExpression: (node) => {
      const [named, base] = node.arguments;
      if (isNamed(node.callee, 'URL') && base !== undefined && text.slice(base.start, base.end) === HERE)
        add('file', named);
    },
  }).visit(parseSync(path, text).program);
  return needs;
}

const HERE = 'import.meta.url';

const isNamed = (node: Node, name: string): boolean =>
  node.type === 'Identifier' && 'name' in node && node.name === name;

/** `import.meta.resolve(…)` */
function isResolve(callee: Node): boolean {
  if (callee.type !== 'MemberExpression' || !('object' in callee) || !('property' in callee)) return false;
  const { object, property } = callee as Node & { object: Node; property: Node };
  return object.type === 'MetaProperty' && isNamed(property, 'resolve');
}

const literalOf = (node: Node): string | null =>
  node.type === 'Literal' && 'value' in node && typeof node.value === 'string' ? node.value : null;
