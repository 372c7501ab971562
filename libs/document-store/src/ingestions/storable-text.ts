/** PostgreSQL text holds no NUL, and its jsonb no half of a surrogate pair; neither says anything to a reader. */
export const storableText = (text: string): string => text.toWellFormed().replaceAll('\0', ' ');

export function storableMetadata(metadata: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => [storableText(name), storableText(value)]),
  );
}
