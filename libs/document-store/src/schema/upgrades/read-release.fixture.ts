import { readFile } from 'node:fs/promises';

/** A statement as the release of a schema sent it, and how many rows came back there. */
export interface RecordedStatement {
  readonly text: string;
  readonly params: readonly unknown[];
  readonly rows: number;
}

const read = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8');

/** The schema as a release left it, with data, in statements that run in one transaction. */
export const readSchema = (number: number): Promise<string> => read(`schema-${number}.sql`);

/** What that release did next, in order: bytes stand as `{"base64": …}`. */
export async function readStatements(number: number): Promise<readonly RecordedStatement[]> {
  const lines = (await read(`statements-${number}.jsonl`)).trimEnd().split('\n');
  return lines.map((line) => {
    const parsed: unknown = JSON.parse(line);
    const statement = parsed as RecordedStatement;
    return { ...statement, params: statement.params.map(toParam) };
  });
}

const toParam = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'base64' in value
    ? Buffer.from(String(value.base64), 'base64')
    : value;
