/**
 * @typedef {import('../api/resources.ts').Query} Query
 * @typedef {import('../api/resources.ts').Citation} Citation
 * @typedef {import('../api/resources.ts').QueryEvent} QueryEvent
 * @typedef {{ status: Query['status'], position: number | null, run: number | null, text: string,
 *   citations: readonly Citation[], restarts: number, query: Query | null }} Followed
 */

/** @param {Query} query as it was accepted or read @returns {Followed} */
export function startOf(query) {
  return {
    status: query.status,
    position: query.queue_position,
    run: null,
    text: query.result?.answer ?? '',
    citations: query.result?.citations ?? [],
    restarts: 0,
    query: isOver(query.status) ? query : null,
  };
}

/** @param {Query['status']} status */
export const isOver = (status) => status !== 'queued' && status !== 'running';

/**
 * What is known after one more event. `done` is the authority; a text that was reset is gone.
 * @param {Followed} known
 * @param {QueryEvent} event
 * @returns {Followed}
 */
export function follow(known, event) {
  switch (event.type) {
    case 'status':
      return withStatus(known, event.data);
    case 'token':
      return withToken(known, event.data);
    case 'reset':
      return { ...known, run: event.data.run, text: '', citations: [], restarts: known.restarts + 1 };
    case 'citation':
      return { ...known, citations: [...known.citations, event.data] };
    case 'done':
      return { ...startOf(event.data), restarts: known.restarts };
    default:
      return known;
  }
}

/**
 * Many a status names no place: while it waits, the last one that was heard of stands.
 * @param {Followed} known
 * @param {{ readonly status: Query['status'], readonly queue_position?: number | null }} told
 * @returns {Followed}
 */
export function withStatus(known, { status, queue_position: position }) {
  // The place is asked for beside the stream, which may have gone on meanwhile.
  if (isOver(known.status) || (known.status === 'running' && status === 'queued')) return known;
  return { ...known, status, position: status === 'queued' ? (position ?? known.position) : null };
}

/**
 * @param {Followed} known
 * @param {{ readonly run: number, readonly text: string }} token
 * @returns {Followed}
 */
function withToken(known, { run, text }) {
  // What an earlier attempt still says is no part of the answer.
  if (known.run !== null && run < known.run) return known;
  const before = known.run === null || known.run === run ? known.text : '';
  return { ...known, status: 'running', position: null, run, text: before + text };
}
