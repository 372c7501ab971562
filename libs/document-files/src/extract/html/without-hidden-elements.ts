import { Parser } from 'htmlparser2';
import { hidesText } from './hides-text.ts';
import { hidingSelectors, isForScreens } from './hiding-selectors.ts';

const MAY_HIDE = /\bstyle\s*=|<style/i;

/**
 * A page without the elements that a style keeps from being seen: by their own, or by a class or id of a style sheet in
 * the page. What only a model would read is not the page's text. Sheets of other files are not known.
 */
export function withoutHiddenElements(html: string): string {
  if (!MAY_HIDE.test(html)) return html;
  const shown: string[] = [];
  let from = 0;
  for (const { start, end } of hiddenRanges(html)) {
    shown.push(html.slice(from, start));
    from = end;
  }
  return shown.length === 0 ? html : [...shown, html.slice(from)].join('');
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function hiddenRanges(html: string): Range[] {
  const ranges: Range[] = [];
  const hiding = new Set<string>();
  let depth = 0;
  let hidden: { readonly start: number; readonly depth: number } | null = null;
  let sheet: string | null = null;
  const parser = new Parser({
    onopentag: (name, attributes) => {
      depth += 1;
      if (name === 'style' && isForScreens(attributes['media'] ?? '')) sheet = '';
      if (hidden === null && isHidden(attributes, hiding)) hidden = { start: parser.startIndex, depth };
    },
    ontext: (text) => {
      if (sheet !== null) sheet += text;
    },
    onclosetag: (name, isImplied) => {
      if (name === 'style' && sheet !== null) {
        for (const selector of hidingSelectors(sheet)) hiding.add(selector);
        sheet = null;
      }
      if (hidden?.depth === depth) {
        ranges.push({ start: hidden.start, end: isImplied ? parser.startIndex : parser.endIndex + 1 });
        hidden = null;
      }
      depth -= 1;
    },
  });
  parser.end(html);
  return ranges;
}

function isHidden(attributes: Readonly<Record<string, string>>, hiding: ReadonlySet<string>): boolean {
  if (hidesText(attributes['style'] ?? '')) return true;
  if (hiding.size === 0) return false;
  if (hiding.has(`#${attributes['id'] ?? ''}`)) return true;
  return (attributes['class'] ?? '').split(/\s+/).some((name) => hiding.has(`.${name}`));
}
