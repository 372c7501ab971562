import { html } from '../html.js';
import { Bars } from '../parts/bars.js';
import { formatCount, formatMs, formatShare, formatUsd } from '../parts/format.js';

/**
 * @typedef {import('../api/resources.ts').Query} Query
 * @typedef {import('../api/resources.ts').Result} Result
 */

/** @type {Readonly<Record<string, string>>} */
const WARNINGS = {
  'no-answer': 'The documents that you may read do not answer this.',
};
/** @type {readonly { stage: keyof Result['timings_ms'], name: string }[]} */
const STAGES = [
  { stage: 'queue_wait', name: 'Waiting in its lane' },
  { stage: 'guard', name: 'Checking the question' },
  { stage: 'cache', name: 'Looking in the cache' },
  { stage: 'embed', name: 'Embedding' },
  { stage: 'search', name: 'Searching' },
  { stage: 'fetch', name: 'Reading passages' },
  { stage: 'generate', name: 'Writing the answer' },
];

/**
 * What an answer took and how sure it is.
 * @param {{ query: Query, result: Result }} properties
 */
export function ResultFacts({ query, result }) {
  const { confidence, cost_usd: costUsd, timings_ms: timings, warnings, degradation, model } = result;
  return html`<section class="facts" aria-label="About this answer">
    ${warnings.map((warning) => html`<p key=${warning} class="notice warn">${WARNINGS[warning] ?? warning}</p>`)}
    ${degradation.level !== 'full' || degradation.reasons.length > 0 ? degradedNotice(degradation) : null}
    <ul class="chips">
      <li class=${result.cache.status === 'hit' ? 'chip good' : 'chip'}>${cacheText(result.cache)}</li>
      <li class="chip">Confidence ${formatShare(confidence)}</li>
      <li class="chip">${formatUsd(costUsd)}</li>
      <li class="chip">${formatMs(timings.total)}</li>
      <li class="chip">${model ?? 'no model'}</li>
      <li class="chip">${query.priority} priority</li>
    </ul>
    <details>
      <summary>Timings and tokens</summary>
      <${Bars}
        caption="Where the time went"
        rows=${STAGES.map(({ stage, name }) => stageRow(name, timings[stage]))}
      />
      <p class="small">
        ${formatCount(result.usage.input_tokens)} tokens read, ${formatCount(result.usage.output_tokens)} written,
        ${' '}${formatCount(result.usage.embedding_tokens)} embedded · <code>${query.id}</code>
        ${query.trace_id !== undefined && html` · trace <code>${query.trace_id}</code>`}
      </p>
    </details>
  </section>`;
}

/** @param {string} name @param {number} ms */
const stageRow = (name, ms) => ({ name, value: ms, text: formatMs(ms) });

/** @param {Result['degradation']} degradation */
function degradedNotice({ level, reasons }) {
  const why = reasons.length === 0 ? '' : `: ${reasons.join(', ')}`;
  return html`<p class="notice warn">Answered at the level “${level}”${why}.</p>`;
}

/** @param {Result['cache']} cache */
function cacheText({ status, tier, similarity, age_seconds: age }) {
  if (status === 'miss') return 'Fresh answer';
  if (status === 'bypass') return 'Cache not used';
  if (status === 'coalesced') return 'Shared with an equal question';
  const like = tier === 'semantic' && similarity !== null ? ` ${similarity.toFixed(3)}` : '';
  const since = age === null ? '' : `, ${ageText(age)} old`;
  return `From cache · ${tier ?? 'exact'}${like}${since}`;
}

/** @param {number} seconds */
function ageText(seconds) {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3_600)} h`;
}
