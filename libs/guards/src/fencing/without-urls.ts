const REMOVED = '[URL removed]';
// The suffixes of most links. Those that are also file names' endings (.md, .py, .sh, .zip) are left out: a path gives them away.
const SUFFIXES =
  'com|net|org|info|biz|edu|gov|mil|int|io|ai|app|dev|cloud|online|site|shop|store|tech|xyz|top|club|live|link|click|page|web|name|pro|me|tv|cc|ws|co|eu|de|at|ch|fr|es|it|pt|nl|be|uk|ie|dk|se|no|fi|pl|cz|ru|ua|tr|gr|ro|hu|us|ca|mx|br|ar|cl|au|nz|jp|cn|kr|in|sg|hk|tw|za|il|ae|test|example|invalid|localhost|internal';
const LABEL = '[a-z0-9\\u00a1-\\uffff](?:[a-z0-9\\u00a1-\\uffff-]{0,62})';
const REST = '[^\\s<>"\'`\\])}|\\\\]';

/** Markdown's own forms first: what is in their brackets stays, as text. */
const MARKDOWN_TARGET = /(!?)\[([^[\]\n]{0,500})\]\([^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,500})?\)/g;
const REFERENCE = /^([ \t>]{0,12}\[[^[\]\n]{1,200}\]:)[ \t]{0,8}\n?[ \t]{0,8}\S{1,2000}.{0,500}$/gm;
const ADDRESS = new RegExp(
  [
    `\\b[a-z][a-z0-9+.-]{0,30}:\\/\\/${REST}{1,2000}`,
    `\\b(?:javascript|data|vbscript|mailto|tel|file|blob|hxxps?):[^\\s<>"'\`)]{1,2000}`,
    `(?<![\\w:/])\\/\\/${LABEL}\\.${REST}{1,2000}`,
    `\\bwww\\.${REST}{1,2000}`,
    `(?<![@\\w.-])(?:${LABEL}\\.){1,8}(?:${SUFFIXES})(?![\\w-])(?:[:/?#]${REST}{0,2000})?`,
    `(?<![@\\w.-])(?:${LABEL}\\.){1,8}[a-z]{2,24}\\/${REST}{1,2000}`,
    `\\b\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d{1,5})?\\/${REST}{0,2000}`,
  ].join('|'),
  'gi',
);

/** The text with a label in the place of each address: of a link, of an image, by itself, and of a domain without a scheme. E-mail addresses stay. */
export function withoutUrls(text: string): string {
  const unlinked = text.includes('](')
    ? text.replace(MARKDOWN_TARGET, (_whole, _bang: string, label: string) => `${label} ${REMOVED}`.trim())
    : text;
  const undefinedReferences = unlinked.includes(']:')
    ? unlinked.replace(REFERENCE, `$1 ${REMOVED}`)
    : unlinked;
  return undefinedReferences.replace(ADDRESS, REMOVED);
}
