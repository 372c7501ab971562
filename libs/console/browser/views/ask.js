import { useCallback, useState } from 'preact/hooks';
import { LiveQuery } from '../answer/live-query.js';
import { html } from '../html.js';
import { ProblemNotice } from '../parts/notice.js';
import { useSession } from '../session.js';
import { useAction } from '../use-action.js';
import { AskOptions, useAskOptions } from './ask-options.js';

/** @typedef {import('../api/resources.ts').Query} Query */

const MAX_QUESTION_CHARACTERS = 2_000;

/** Ask, and see the answer come. */
export function Ask() {
  const { api } = useSession();
  const [question, setQuestion] = useState('');
  const [asked, setAsked] = useState(/** @type {Query | null} */ (null));
  const [options, setOption] = useAskOptions();
  const ask = useCallback(async () => {
    const { namespaces, quality, priority } = options;
    setAsked(
      await api.ask({
        question,
        priority,
        ...(quality === '' ? {} : { quality }),
        ...(namespaces.length === 0 ? {} : { namespaces }),
      }),
    );
  }, [api, question, options]);
  const { run, isBusy, problem } = useAction(ask);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (question.trim() !== '' && !isBusy) void run();
  };
  return html`
    <h1>Ask</h1>
    <form class="panel stack ask" onSubmit=${submit}>
      <div class="field">
        <label for="question">Question</label>
        <textarea
          id="question"
          rows="3"
          required
          maxlength=${MAX_QUESTION_CHARACTERS}
          placeholder="What would you like to know?"
          aria-describedby="question-hint"
          value=${question}
          onInput=${(/** @type {{ currentTarget: HTMLTextAreaElement }} */ event) => setQuestion(event.currentTarget.value)}
          onKeyDown=${submitOnEnter}
        ></textarea>
        <p class="hint" id="question-hint">Enter asks, Shift and Enter begins a line.</p>
      </div>
      <${AskOptions} options=${options} setOption=${setOption} />
      <${ProblemNotice} problem=${problem} />
      <button type="submit" class="primary" disabled=${isBusy}>${isBusy ? 'Asking…' : 'Ask'}</button>
    </form>
    ${asked !== null && html`<${LiveQuery} key=${asked.id} query=${asked} />`}
  `;
}

/** @param {KeyboardEvent & { currentTarget: HTMLTextAreaElement }} event */
function submitOnEnter(event) {
  // While a word is being composed, Enter ends the word.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}
