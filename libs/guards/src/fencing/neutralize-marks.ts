const NAMES = [
  'context',
  'documents?',
  'passages?',
  'system',
  'instructions?',
  'assistant',
  'human',
  'user',
  'developer',
  'prompt',
  'question',
  'conversation',
  'wishes',
  'quoted',
  'untrusted',
  'retrieved',
  'search_results?',
  'tool_\\w{1,20}',
  'function_\\w{1,20}',
].join('|');
// `List<User>` is code; what closes is none.
const TAG = new RegExp(
  `(?:(?<!\\w)<|<(?=\\/))(\\/?(?:${NAMES})(?:[-_.][\\w.-]{0,80})?(?:\\s[^<>\\n]{0,200})?)>`,
  'gi',
);
const ROLE_LINE = /^([ \t>#*_-]{0,8})(system|human|assistant|user|developer)([ \t*_]{0,4}):/gim;
const ROLE_FIELD = /(["'])role\1\s{0,8}:\s{0,8}(["'])(system|user|assistant|developer|tool)\2/gi;

/**
 * Quoted text without what could pass for the marks of a prompt: its tags, lines that speak for a role, and the fields
 * of a chat in JSON become ordinary words in brackets. No fact is lost.
 */
export function neutralizeMarks(text: string): string {
  const tagless = text.includes('<') ? text.replace(TAG, '($1)') : text;
  const roleless = tagless.includes(':') ? tagless.replace(ROLE_LINE, '$1($2)$3') : tagless;
  return roleless.includes('role') || roleless.includes('ROLE')
    ? roleless.replace(ROLE_FIELD, '(role $3)')
    : roleless;
}
