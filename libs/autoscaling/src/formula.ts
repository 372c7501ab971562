import { Fault } from '@ragfleet/kernel';

/** What each name stands for; null is a trigger that could not be read. */
export type FormulaValues = Readonly<Record<string, number | null>>;

export interface Formula {
  /** The triggers that the formula reads, each once, in the order of the text. */
  readonly names: readonly string[];
  /** The metric. Throws a Fault where a name has no value and no `??` says what to take instead. */
  readonly evaluate: (values: FormulaValues) => number;
}

type Term = (values: FormulaValues) => number | null;
interface Reader {
  readonly text: string;
  readonly tokens: string[];
  readonly names: Set<string>;
}

const TOKEN = /\s*(\?\?|[-+*/()]|\d+(?:\.\d+)?|[A-Za-z_]\w*)\s*/y;

/**
 * Reads `scalingModifiers.formula`. KEDA evaluates it with the expression language expr; this is the part of it that
 * scaling needs: numbers, trigger names, `+ - * /`, parentheses, and `??`, which binds tighter than arithmetic there.
 * Throws a Fault (`invalid-input`) that names what it could not read.
 */
export function parseFormula(text: string): Formula {
  const reader: Reader = { text, tokens: tokensOf(text), names: new Set() };
  const term = readSum(reader);
  if (reader.tokens.length > 0) throw unreadable(reader);
  return { names: [...reader.names], evaluate: (values) => evaluate(term, values, text) };
}

function evaluate(term: Term, values: FormulaValues, text: string): number {
  const result = term(values);
  if (result !== null && Number.isFinite(result)) return result;
  throw new Fault('invalid-input', `The formula has no number as its result here: ${text}`);
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let position = 0; position < text.length; position = TOKEN.lastIndex) {
    const [, token] = TOKEN.exec(text) ?? [];
    if (token === undefined)
      throw new Fault(
        'invalid-input',
        `The formula cannot be read from "${text.slice(position, position + 20)}" on.`,
      );
    tokens.push(token);
  }
  return tokens;
}

function readSum(reader: Reader): Term {
  let left = readProduct(reader);
  for (let sign = take(reader, ['+', '-']); sign !== null; sign = take(reader, ['+', '-']))
    left = combine(left, readProduct(reader), sign === '+' ? (a, b) => a + b : (a, b) => a - b);
  return left;
}

function readProduct(reader: Reader): Term {
  let left = readFallback(reader);
  for (let sign = take(reader, ['*', '/']); sign !== null; sign = take(reader, ['*', '/']))
    left = combine(left, readFallback(reader), sign === '*' ? (a, b) => a * b : (a, b) => a / b);
  return left;
}

function readFallback(reader: Reader): Term {
  const left = readAtom(reader);
  if (take(reader, ['??']) === null) return left;
  const right = readFallback(reader);
  return (values) => left(values) ?? right(values);
}

function readAtom(reader: Reader): Term {
  if (take(reader, ['(']) !== null) {
    const inner = readSum(reader);
    if (take(reader, [')']) === null) throw unreadable(reader);
    return inner;
  }
  const token = reader.tokens.shift();
  if (token === undefined || !/^\w/.test(token)) throw unreadable(reader, token);
  if (/^\d/.test(token)) return () => Number(token);
  reader.names.add(token);
  return (values) => values[token] ?? null;
}

/** An operation on what could not be read cannot be read either. */
const combine =
  (left: Term, right: Term, operation: (a: number, b: number) => number): Term =>
  (values) => {
    const [a, b] = [left(values), right(values)];
    return a === null || b === null ? null : operation(a, b);
  };

function take({ tokens }: Reader, wanted: readonly string[]): string | null {
  const [next] = tokens;
  if (next === undefined || !wanted.includes(next)) return null;
  tokens.shift();
  return next;
}

const unreadable = ({ text, tokens }: Reader, token = tokens[0]): Fault =>
  new Fault('invalid-input', `The formula cannot be read at ${token ?? 'its end'}: ${text}`);
