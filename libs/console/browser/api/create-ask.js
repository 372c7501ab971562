/** @typedef {import('./resources.ts').Query} Query */

/**
 * Asks with one key until the fleet has said that it accepted: pressing again after a reply that never came is no second
 * question to pay for. A refusal keeps nothing under the key, and says nothing of the try before it.
 * @param {(call: import('./send.js').Call) => Promise<Query>} read
 * @returns {(question: object) => Promise<Query>}
 */
export function createAsk(read) {
  let open = { body: '', key: '' };
  return async (question) => {
    const body = JSON.stringify(question);
    if (body !== open.body) open = { body, key: newKey() };
    const headers = { 'idempotency-key': open.key };
    const query = await read({ method: 'POST', path: '/v1/queries', body: question, headers });
    open = { body: '', key: '' };
    return query;
  };
}

const newKey = () => crypto.getRandomValues(new BigUint64Array(2)).join('-');
