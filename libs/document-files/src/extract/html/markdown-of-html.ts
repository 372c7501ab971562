import { compile, type FormatCallback, type SelectorDefinition } from 'html-to-text';
import { formatTable } from './format-table.ts';

const BLOCKS = 'address center dd details dl dt fieldset figcaption figure section summary'.split(' ');
const UNSEEN =
  'audio button canvas dialog embed head iframe img input math menu noscript object script select style svg template textarea title video'.split(
    ' ',
  );
/** What stands around the text of a page. */
const AROUND = ['nav', 'footer', 'aside'];
const HIDDEN = [
  '[hidden]',
  '[aria-hidden="true"]',
  '[style*="display:none"]',
  '[style*="display: none"]',
  '[style*="visibility:hidden"]',
  '[style*="visibility: hidden"]',
];

/** `## Heading`, on one line whatever breaks it, so that passages are cut there. */
const formatHeading: FormatCallback = (element, walk, builder) => {
  const marks = '#'.repeat(Number(element.name?.slice(1) ?? 1));
  builder.openBlock({ leadingLineBreaks: 2 });
  walk(element.children, builder);
  builder.closeBlock({
    trailingLineBreaks: 2,
    blockTransform: (text) => (text.trim() === '' ? '' : `${marks} ${text.replaceAll(/\s+/g, ' ').trim()}`),
  });
};

/** Fenced, so that a comment in a script is no heading. */
const formatCode: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 2, isPre: true });
  builder.addLiteral('```\n');
  walk(element.children, builder);
  builder.addLiteral('\n```');
  builder.closeBlock({ trailingLineBreaks: 2 });
};

const convert = compile({
  wordwrap: false,
  // The caller bounds it: what is too long is an error, not a shorter text.
  limits: { maxInputLength: Number.MAX_SAFE_INTEGER },
  formatters: { markdownHeading: formatHeading, markdownCode: formatCode, markdownTable: formatTable },
  selectors: [
    ...selectorsOf(BLOCKS, { format: 'block' }),
    ...selectorsOf(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'], { format: 'markdownHeading' }),
    ...selectorsOf(['blockquote'], {
      format: 'block',
      options: { leadingLineBreaks: 2, trailingLineBreaks: 2 },
    }),
    ...selectorsOf(['a'], { format: 'inline' }),
    ...selectorsOf(['ul'], { format: 'unorderedList', options: { itemPrefix: '- ' } }),
    ...selectorsOf(['hr'], { format: 'block', options: { leadingLineBreaks: 2, trailingLineBreaks: 2 } }),
    ...selectorsOf(['pre'], { format: 'markdownCode' }),
    ...selectorsOf(['table'], { format: 'markdownTable' }),
    ...selectorsOf([...UNSEEN, ...AROUND, ...HIDDEN], { format: 'skip' }),
  ],
});

/** The visible text of HTML, in its order. Takes time and stack by its depth: survey it first. */
export function markdownOfHtml(html: string): string {
  const lines = convert(html).replaceAll('\u00A0', ' ').split('\n');
  const trimmed = lines.map((line) => line.trimEnd()).join('\n');
  return trimmed.replaceAll(/\n{3,}/g, '\n\n').trim();
}

function selectorsOf(
  names: readonly string[],
  definition: Omit<SelectorDefinition, 'selector'>,
): SelectorDefinition[] {
  return names.map((selector) => ({ selector, ...definition }));
}
