import type { DomNode, FormatCallback } from 'html-to-text';

interface Cell {
  readonly text: string;
}

/** A table as `| a | b |` rows. One that holds another table, or one column, is layout: its parts are blocks. */
export const formatTable: FormatCallback = (table, walk, builder) => {
  const rows = rowsOf(table.children);
  if (isLayout(table, rows)) {
    builder.openBlock({ leadingLineBreaks: 1 });
    for (const cell of rows.flatMap(cellsOf)) {
      builder.openBlock({ leadingLineBreaks: 1 });
      walk(cell.children, builder);
      builder.closeBlock({ trailingLineBreaks: 1 });
    }
    builder.closeBlock({ trailingLineBreaks: 1 });
    return;
  }
  builder.openTable();
  for (const row of rows) {
    builder.openTableRow();
    for (const cell of cellsOf(row)) {
      builder.openTableCell();
      walk(cell.children, builder);
      builder.closeTableCell();
    }
    builder.closeTableRow();
  }
  builder.closeTable({ tableToString, leadingLineBreaks: 2, trailingLineBreaks: 2 });
};

const tableToString = (rows: readonly (readonly Cell[])[]): string =>
  rows
    .filter((row) => row.some(({ text }) => text.trim() !== ''))
    .map((row) => `| ${row.map(({ text }) => text.replaceAll(/\s+/g, ' ').trim()).join(' | ')} |`)
    .join('\n');

function isLayout(table: DomNode, rows: readonly DomNode[]): boolean {
  return rows.every((row) => cellsOf(row).length < 2) || holdsTable(table.children);
}

const holdsTable = (nodes: readonly DomNode[]): boolean =>
  nodes.some((node) => node.name === 'table' || holdsTable(node.children ?? []));

const rowsOf = (nodes: readonly DomNode[]): DomNode[] =>
  nodes.flatMap((node) => {
    if (isHidden(node)) return [];
    if (node.name === 'tr') return [node];
    return ['thead', 'tbody', 'tfoot'].includes(node.name ?? '') ? rowsOf(node.children) : [];
  });

const cellsOf = (row: DomNode): DomNode[] =>
  row.children.filter((node) => (node.name === 'td' || node.name === 'th') && !isHidden(node));

function isHidden({ attribs }: DomNode): boolean {
  const attributes: unknown = attribs;
  if (typeof attributes !== 'object' || attributes === null) return false;
  return (
    'hidden' in attributes || ('style' in attributes && /display:\s*none/i.test(String(attributes.style)))
  );
}
