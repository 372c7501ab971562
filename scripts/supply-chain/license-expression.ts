/**
 * True when an SPDX expression can be met with the allowed licences alone: of an OR one side, of an AND both. Licences
 * with an exception must be allowed by their whole name (`A WITH B`). False for what is no expression.
 */
export function isAllowedLicense(expression: string, allowed: ReadonlySet<string>): boolean {
  const words = expression.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;

  const atom = (): boolean => {
    const word = words[at++];
    if (word === '(') {
      const inner = either();
      if (words[at++] !== ')') throw new SyntaxError('A bracket is not closed.');
      return inner;
    }
    if (word === undefined || /^(?:\)|AND|OR|WITH)$/.test(word))
      throw new SyntaxError('A licence is missing.');
    if (words[at] !== 'WITH') return allowed.has(word);
    at += 2;
    return allowed.has(`${word} WITH ${words[at - 1] ?? ''}`);
  };
  const both = (): boolean => {
    let holds = atom();
    for (; words[at] === 'AND'; holds = atom() && holds) at += 1;
    return holds;
  };
  function either(): boolean {
    let holds = both();
    for (; words[at] === 'OR'; holds = both() || holds) at += 1;
    return holds;
  }

  try {
    return either() && at === words.length;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
