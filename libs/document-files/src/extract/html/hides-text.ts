const HIDING = [
  /(?:^|;)display:none/,
  /(?:^|;)visibility:(?:hidden|collapse)/,
  /(?:^|;)font-size:0(?![.\d]*[1-9])/,
  /(?:^|;)(?:text-indent|left|top|right|bottom|margin-left|margin-top):-\d{3}/,
  /(?:^|;)clip:rect\(0/,
  /(?:^|;)clip-path:inset\((?:50|100)%/,
  /(?:^|;)color:transparent/,
  /(?:^|;)transform:scale\(0\)/,
];
const NO_SIZE = /(?:^|;)(?:max-)?(?:height|width):0(?:px)?(?:!important)?(?:;|$)/;
const CLIPPED = /(?:^|;)overflow:(?:hidden|clip)/;

/**
 * True when declarations such as `display:none` keep text from being seen. Text without opacity is not meant: pages have
 * it until they have loaded, and it is their own.
 */
export function hidesText(declarations: string): boolean {
  if (declarations === '') return false;
  const compact = declarations
    .toLowerCase()
    .replaceAll(/\/\*[^]*?\*\//g, '')
    .replaceAll(/\s+/g, '');
  if (HIDING.some((pattern) => pattern.test(compact))) return true;
  return (NO_SIZE.test(compact) && CLIPPED.test(compact)) || isOfOneColor(compact);
}

/** Said of both in one place: what stands behind an element otherwise cannot be told. */
function isOfOneColor(compact: string): boolean {
  const color = /(?:^|;)color:([^;]+)/.exec(compact)?.[1];
  return color !== undefined && color === /(?:^|;)background(?:-color)?:([^;]+)/.exec(compact)?.[1];
}
