import { LIMITS } from '@ragfleet/contracts';

/**
 * The relative path under which a file is known, from whatever the client called it: separators as `/`, nothing that
 * climbs or that no reader sees. It is a label and is never opened. null when nothing is left.
 */
export function cleanFileName(given: string): string | null {
  const name = given
    .toWellFormed()
    .normalize('NFC')
    .replaceAll('\\', '/')
    .replaceAll(/[\p{Cc}\p{Cf}\u{2028}\u{2029}]/gu, '')
    .replace(/^[a-z]:/i, '');
  const parts = name.split('/').map((part) => part.trim());
  const path = parts.filter((part) => part !== '' && part !== '.' && part !== '..').join('/');
  return path === '' ? null : path.slice(-LIMITS.fileNameCharacters);
}
