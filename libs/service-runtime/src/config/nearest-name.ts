/** Short names are near to others by chance: the longer the shorter one is, the more letters may be off. */
const allowedEdits = (length: number): number => {
  if (length < 5) return 0;
  return length < 9 ? 1 : 2;
};

/** The candidate that a name is most likely a misspelling of; null when it looks like none of them. */
export function nearestName(name: string, candidates: readonly string[]): string | null {
  const upper = name.toUpperCase().replaceAll('-', '_');
  let nearest: string | null = null;
  let fewest = Infinity;
  for (const candidate of candidates) {
    const allowed = Math.min(allowedEdits(Math.min(upper.length, candidate.length)), fewest - 1);
    if (Math.abs(candidate.length - upper.length) > allowed) continue;
    const edits = editsBetween(upper, candidate);
    if (edits <= allowed) [nearest, fewest] = [candidate, edits];
  }
  return nearest;
}

/** Letters to add, take away, change or swap with their neighbour until one text is the other. */
function editsBetween(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, at) => at)];
  for (let row = 1; row <= from.length; row += 1) {
    const costs = [row];
    for (let column = 1; column <= to.length; column += 1)
      costs.push(cheapestStep(rows, costs, { from, to, row, column }));
    rows.push(costs);
  }
  return rows[from.length]?.[to.length] ?? 0;
}

interface Place {
  readonly from: string;
  readonly to: string;
  readonly row: number;
  readonly column: number;
}

function cheapestStep(rows: readonly number[][], costs: readonly number[], place: Place): number {
  const { from, to, row, column } = place;
  const at = (line: readonly number[] | undefined, index: number): number => line?.[index] ?? Infinity;
  const above = rows[row - 1];
  const isSame = from[row - 1] === to[column - 1];
  const isSwapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
  return Math.min(
    at(above, column) + 1,
    at(costs, column - 1) + 1,
    at(above, column - 1) + (isSame ? 0 : 1),
    isSwapped ? at(rows[row - 2], column - 2) + 1 : Infinity,
  );
}
