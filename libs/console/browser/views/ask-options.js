import { useCallback, useState } from 'preact/hooks';
import { html } from '../html.js';
import { Select } from '../parts/select.js';
import { useSession } from '../session.js';

/**
 * @typedef {{ priority: string, quality: string, namespaces: readonly string[] }} Options
 */

const LANE_NAMES = { high: 'High', normal: 'Normal', low: 'Low' };
const QUALITIES = [
  { value: '', name: 'As usual' },
  { value: 'basic', name: 'Basic' },
  { value: 'standard', name: 'Standard' },
  { value: 'high', name: 'High' },
];
/** Readable by everybody of a tenant. */
const PUBLIC_NAMESPACE = 'public';

/** @returns {[Options, (change: Partial<Options>) => void]} */
export function useAskOptions() {
  const { me } = useSession();
  const [options, setOptions] = useState(
    /** @type {Options} */ ({
      priority: me.lanes.includes('normal') ? 'normal' : (me.lanes[0] ?? 'normal'),
      quality: '',
      namespaces: [],
    }),
  );
  const change = useCallback(
    (/** @type {Partial<Options>} */ change) => setOptions((before) => ({ ...before, ...change })),
    [],
  );
  return [options, change];
}

/** @param {{ options: Options, setOption: (change: Partial<Options>) => void }} properties */
export function AskOptions({ options, setOption }) {
  const { me } = useSession();
  const offered = [...new Set([PUBLIC_NAMESPACE, ...me.namespaces])];
  const lanes = me.lanes.map((lane) => ({ value: lane, name: LANE_NAMES[lane] }));
  const toggle = (/** @type {string} */ name, /** @type {boolean} */ isChosen) =>
    setOption({
      namespaces: isChosen
        ? [...options.namespaces, name]
        : options.namespaces.filter((chosen) => chosen !== name),
    });
  return html`<div class="options">
    <${Select} label="Priority" value=${options.priority} choices=${lanes} choose=${(/** @type {string} */ priority) => setOption({ priority })} />
    <${Select} label="Quality" value=${options.quality} choices=${QUALITIES} choose=${(/** @type {string} */ quality) => setOption({ quality })} />
    <fieldset>
      <legend>Namespaces <span class="hint">none chosen: all that you may read</span></legend>
      <div class="checks">
        ${offered.map(
          (name) => html`<label key=${name} class="check">
            <input
              type="checkbox"
              checked=${options.namespaces.includes(name)}
              onChange=${(/** @type {{ currentTarget: HTMLInputElement }} */ event) => toggle(name, event.currentTarget.checked)}
            />${name}
          </label>`,
        )}
      </div>
    </fieldset>
  </div>`;
}
