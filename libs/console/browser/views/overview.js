import { html } from '../html.js';
import { Bars } from '../parts/bars.js';
import { Columns } from '../parts/columns.js';
import { countOf, formatCount, formatShare, formatUsd, formatUsdRoughly } from '../parts/format.js';
import { Loading, ProblemNotice } from '../parts/notice.js';
import { mayAsk, useSession } from '../session.js';
import { useLoaded } from '../use-loaded.js';
import { answerTimes } from './answer-times.js';

/**
 * @typedef {import('../api/resources.ts').CacheStats} CacheStats
 * @typedef {import('../api/resources.ts').Costs} Costs
 * @typedef {import('../api/resources.ts').Query} Query
 */

const DAYS = 30;
const DAY_MS = 86_400_000;
const MOST_COUNTED = 100;
/** @type {readonly { outcome: keyof CacheStats['breakdown'], name: string }[]} */
const OUTCOMES = [
  { outcome: 'exact', name: 'Same question' },
  { outcome: 'semantic', name: 'In other words' },
  { outcome: 'coalesced', name: 'Shared in flight' },
  { outcome: 'miss', name: 'Answered anew' },
  { outcome: 'bypass', name: 'Cache not used' },
  { outcome: 'retrieval', name: 'Search from cache' },
];

/** What the tenant's questions cost, and what the cache saved. */
export function Overview() {
  const { api, me } = useSession();
  const { value, problem, reload } = useLoaded(
    () =>
      Promise.all([
        api.cacheStats(),
        api.costs('day'),
        api.costs('model'),
        mayAsk(me) ? questionsNow(api) : null,
      ]),
    [api, me],
  );
  return html`
    <div class="heading">
      <h1>Overview</h1>
      <button type="button" onClick=${reload}>Refresh</button>
    </div>
    <${ProblemNotice} problem=${problem} />
    ${value === null && problem === null && html`<${Loading} text="Counting…" />`}
    ${value !== null && html`<${Figures} cache=${value[0]} costs=${value[1]} models=${value[2]} questions=${value[3]} />`}
  `;
}

/** @param {import('../api/create-api.js').Api} api */
async function questionsNow(api) {
  const count = async (/** @type {string} */ status) => {
    const { data, has_more: hasMore } = await api.queries({ status, limit: MOST_COUNTED });
    return `${data.length}${hasMore === true ? '+' : ''}`;
  };
  const [queued, running, { data: answered }] = await Promise.all([
    count('queued'),
    count('running'),
    api.queries({ status: 'succeeded', limit: MOST_COUNTED }),
  ]);
  return { queued, running, answered };
}

/**
 * @param {{ cache: CacheStats, costs: Costs, models: Costs,
 *   questions: { queued: string, running: string, answered: readonly Query[] } | null }} properties `questions`: null for a
 *   key that may read and not ask.
 */
function Figures({ cache, costs, models, questions }) {
  const outcomes = OUTCOMES.map(({ outcome, name }) => {
    const value = cache.breakdown[outcome];
    return { name, value, text: formatCount(value) };
  });
  return html`
    <dl class="tiles">
      <${Tile} name="From cache" value=${formatShare(cache.hit_rate)} note=${`${formatCount(cache.entries)} answers kept`} />
      <${Tile} name="Saved" value=${formatUsdRoughly(costs.saved_usd)} note=${`${DAYS} days`} />
      <${Tile} name="Spent" value=${formatUsdRoughly(costs.total_usd)} note=${`${formatUsdRoughly(costs.avg_usd_per_query)} a question`} />
      <${Tile} name="Questions" value=${formatCount(costs.queries)} note=${`${DAYS} days`} />
      ${
        questions !== null &&
        html`<${Tile} name="Waiting now" value=${questions.queued} note=${`${questions.running} running`} />`
      }
    </dl>
    <div class="charts">
      <section class="panel" aria-label="Questions by day">
        <${Columns} title="Questions by day" unit="Questions" rows=${dayRows(costs)} />
      </section>
      <section class="panel" aria-label="How answers came">
        <${Bars} caption="How answers came, in 90 days" rows=${outcomes} />
      </section>
      ${questions !== null && html`<${AnswerTimes} answered=${questions.answered} />`}
      <section class="panel" aria-label="Spent by model">
        ${
          models.groups.length === 0
            ? html`<p class="small">No model was paid for in ${DAYS} days.</p>`
            : html`<${Bars} caption=${`Spent by model, in ${DAYS} days`} rows=${models.groups.map(modelRow)} />`
        }
      </section>
    </div>
  `;
}

/** @param {{ answered: readonly Query[] }} properties */
function AnswerTimes({ answered }) {
  const { count, rows } = answerTimes(answered);
  return html`<section class="panel" aria-label="Time to an answer">
    ${
      count === 0
        ? html`<p class="small">No answer yet, so no time to one.</p>`
        : html`<${Bars} caption=${`Time to an answer, last ${countOf(count, 'answer')}`} rows=${rows} />`
    }
  </section>`;
}

/** @param {{ name: string, value: string, note: string }} properties */
function Tile({ name, value, note }) {
  return html`<div class="tile">
    <dt>${name}</dt>
    <dd><span class="tile-value">${value}</span> <span class="small">${note}</span></dd>
  </div>`;
}

/** @param {Costs['groups'][number]} group */
const modelRow = ({ key, total_usd: value }) => ({ name: key, value, text: formatUsd(value) });

/** Every day of the report, those without a question too. @param {Costs} costs */
function dayRows({ from, to, groups }) {
  const byDay = new Map(groups.map((group) => [group.key, group.queries]));
  const rows = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) {
    const name = new Date(at).toISOString().slice(0, 10);
    const value = byDay.get(name) ?? 0;
    rows.push({ name, value, text: formatCount(value) });
  }
  return rows;
}
