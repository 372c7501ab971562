/** Files of other types are no documents: they are not listed, so that they are no errors either. */
export const DEFAULT_EXTENSIONS: readonly string[] = ['txt', 'md', 'html', 'htm', 'pdf', 'docx', 'jsonl'];

/** True for a name with one of the extensions, in any case; `.txt` alone is a hidden file and no text. */
export function hasExtension(name: string, extensions: readonly string[]): boolean {
  const base = name.slice(name.lastIndexOf('/') + 1);
  const dot = base.lastIndexOf('.');
  return dot > 0 && extensions.includes(base.slice(dot + 1).toLowerCase());
}
