import { useCallback, useState } from 'preact/hooks';
import { html } from '../html.js';
import { formatTime } from '../parts/format.js';
import { Empty, Loading, ProblemNotice } from '../parts/notice.js';
import { Select } from '../parts/select.js';
import { StatusBadge } from '../parts/status-badge.js';
import { may, useSession } from '../session.js';
import { useAction } from '../use-action.js';
import { useLoaded } from '../use-loaded.js';

/** @typedef {import('../api/resources.ts').Degradation} Degradation */

const LEVELS = [
  { value: 'full', name: 'Full: everything' },
  { value: 'reduced', name: 'Reduced: no streaming, no statistics' },
  { value: 'minimal', name: 'Minimal: cached answers and passages, no model writes' },
  { value: 'maintenance', name: 'Maintenance: cached answers alone' },
];
const MAX_REASON_CHARACTERS = 500;

/** How well the fleet serves, and what it leaves alone for the moment. A key may set the level and not read it. */
export function Service() {
  const { me } = useSession();
  const mayRead = me.kind === 'operator' || may(me, 'read');
  return html`<h1>Service</h1>
    <${Level} mayRead=${mayRead} />
    ${mayRead && html`<${Breakers} />`}`;
}

/** @param {{ mayRead: boolean }} properties */
function Level({ mayRead }) {
  const { api, me } = useSession();
  const { value, problem } = useLoaded(async () => (mayRead ? api.degradation() : null), [api, mayRead]);
  const [changed, setChanged] = useState(/** @type {Degradation | null} */ (null));
  const level = changed ?? value;
  const whose = me.kind === 'operator' ? 'the whole fleet' : 'your tenant';
  return html`<section class="panel stack" aria-labelledby="level-title">
    <h2 id="level-title">Level of service</h2>
    <${ProblemNotice} problem=${problem} />
    ${mayRead && level === null && problem === null && html`<${Loading} text="Loading the level…" />`}
    ${level !== null && html`<${LevelNow} level=${level} />`}
    ${(level !== null || !mayRead) && html`<${LevelForm} level=${level} whose=${whose} onChange=${setChanged} />`}
  </section>`;
}

/** @param {{ level: Degradation }} properties */
function LevelNow({ level: { level, reason, scope, since, set_by: setBy } }) {
  return html`<p role="status">
    <${StatusBadge} status=${level} />
    ${scope === null ? ' Nobody has set one.' : ` Set for the ${scope} by ${setBy}: ${reason}`}
    ${since !== null && html` <span class="small">since ${formatTime(since)}</span>`}
  </p>`;
}

/** @param {{ level: Degradation | null, whose: string, onChange: (level: Degradation) => void }} properties */
function LevelForm({ level, whose, onChange }) {
  const { api } = useSession();
  const [wanted, setWanted] = useState(/** @type {string} */ (level?.own?.level ?? 'full'));
  const [reason, setReason] = useState('');
  const set = useCallback(async () => {
    onChange(await api.setDegradation(wanted, reason));
    setReason('');
  }, [api, wanted, reason, onChange]);
  const { run, isBusy, problem } = useAction(set);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    void run();
  };
  return html`<form class="stack" onSubmit=${submit}>
    <div class="options">
      <${Select} label=${`Level for ${whose}`} value=${wanted} choices=${LEVELS} choose=${setWanted} />
      <div class="field grow">
        <label for="reason">Reason</label>
        <input
          id="reason"
          required
          maxlength=${MAX_REASON_CHARACTERS}
          value=${reason}
          onInput=${(/** @type {{ currentTarget: HTMLInputElement }} */ event) => setReason(event.currentTarget.value)}
        />
      </div>
    </div>
    <${ProblemNotice} problem=${problem} />
    <button type="submit" disabled=${isBusy}>${isBusy ? 'Setting…' : 'Set the level'}</button>
  </form>`;
}

function Breakers() {
  const { api } = useSession();
  const { value, problem } = useLoaded(() => api.breakers(), [api]);
  return html`<section class="panel stack" aria-labelledby="breakers-title">
    <h2 id="breakers-title">Circuit breakers</h2>
    <${ProblemNotice} problem=${problem} />
    ${value === null && problem === null && html`<${Loading} text="Loading breakers…" />`}
    ${value?.length === 0 && html`<${Empty} title="Nothing was called in the last day." />`}
    ${
      value !== null &&
      value.length > 0 &&
      html`<table class="cards" aria-label="Circuit breakers">
      <thead>
        <tr><th scope="col">What</th><th scope="col">State</th><th scope="col" class="amount">Failures in a row</th><th scope="col">Opened</th></tr>
      </thead>
      <tbody>
        ${value.map(
          ({ name, state, failures, opened_at: openedAt }) => html`<tr key=${name}>
            <th scope="row" class="break">${name}</th>
            <td data-label="State"><${StatusBadge} status=${state} /></td>
            <td data-label="Failures in a row" class="amount">${failures}</td>
            <td data-label="Opened">${openedAt === null ? '–' : formatTime(openedAt)}</td>
          </tr>`,
        )}
      </tbody>
    </table>`
    }
  </section>`;
}
