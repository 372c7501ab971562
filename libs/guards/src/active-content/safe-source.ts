const UNSEEN = /[\p{Cc}\p{Cf}]/gu;
const PROGRAM = /^\s*(?:javascript|vbscript|data|blob|file)\s*:/i;

/** Where a text comes from, as a reader may be shown it: on one line, and null when following it would run something. */
export function safeSource(source: string): string | null {
  const seen = source.toWellFormed().replace(UNSEEN, '');
  return PROGRAM.test(seen) ? null : seen;
}
