/** The parts of a zod field that are read here; scripts do not depend on zod. */
export interface Field {
  readonly description?: string | undefined;
  readonly def: {
    readonly type: string;
    readonly innerType?: Field;
    readonly in?: Field;
    readonly checks?: readonly { readonly _zod: { readonly def: BoundDef } }[];
  };
  readonly options?: readonly string[];
  readonly format?: string | null;
  readonly isInt?: boolean;
  safeParse(value: unknown): { readonly success: boolean; readonly data?: unknown };
}

interface BoundDef {
  readonly check: string;
  readonly value?: unknown;
  readonly inclusive?: boolean;
}

/** What may be written for a field, in words: its choices, its range, or what kind of text it is. */
export function valuesOf(field: Field): string {
  const { type, innerType, in: input } = field.def;
  if (type === 'enum') return (field.options ?? []).join(', ');
  if (type === 'number') return rangeOf(field);
  const inner = innerType ?? input;
  if (inner !== undefined) return valuesOf(inner);
  return field.format === 'url' ? 'URL' : 'text';
}

function rangeOf(field: Field): string {
  const whole = field.isInt === true ? 'whole number' : 'number';
  const bounds = (field.def.checks ?? []).map(({ _zod }) => _zod.def);
  const low = strictest(bounds, 'greater_than');
  const high = strictest(bounds, 'less_than');
  const from = low === undefined ? '' : `${low.inclusive === true ? 'from' : 'above'} ${String(low.value)}`;
  const to = high === undefined ? '' : `${high.inclusive === true ? 'to' : 'below'} ${String(high.value)}`;
  return [whole, from, to].filter((part) => part !== '').join(' ');
}

/** The last bound that was set narrows those before it. */
const strictest = (bounds: readonly BoundDef[], check: string): BoundDef | undefined =>
  bounds.findLast((bound) => bound.check === check);
