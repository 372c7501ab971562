import { Parser } from 'htmlparser2';
import { ExtractionError } from '../extraction-error.ts';

export interface HtmlSurvey {
  readonly elements: number;
  /** Of the first `<title>`. */
  readonly title: string;
}

const MAX_TITLE_CHARACTERS = 1_024;

/**
 * Counts before anything builds a tree: a tree of 100,000 levels takes the article finder minutes. Throws
 * `too-complex` at the first element that is too deep.
 */
export function surveyHtml(html: string, maxDepth: number): HtmlSurvey {
  let depth = 0;
  let elements = 0;
  let title = '';
  let isInTitle = false;
  const parser = new Parser({
    onopentag: (name) => {
      elements += 1;
      depth += 1;
      isInTitle = name === 'title' && title === '';
      if (depth > maxDepth) throw tooDeep(maxDepth);
    },
    ontext: (text) => {
      if (isInTitle && title.length < MAX_TITLE_CHARACTERS) title += text;
    },
    onclosetag: () => {
      depth -= 1;
      isInTitle = false;
    },
  });
  parser.end(html);
  return { elements, title };
}

const tooDeep = (maxDepth: number): ExtractionError =>
  new ExtractionError(
    'too-complex',
    `The file nests its parts more than ${maxDepth} levels deep, as unclosed tags do. Repair it, or save it as text.`,
  );
