import { rename, writeFile } from 'node:fs/promises';

/** Readers see the old text or the new one, never a half. Readable by its owner alone. */
export async function writeAtomically(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
