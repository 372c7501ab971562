// LangChain.js's answer cache on Redis as its documentation sets it up, over node-redis or over a client that is handed in.
import { RedisCache } from '@langchain/redis';
import { createClient } from 'redis';

const LLM_KEY = 'gpt-4o';

/** @returns the cache over its own client, which `close` ends. */
export async function connectLangChainCache(url) {
  const client = await createClient({ url }).connect();
  return { ...cacheOver(client), close: () => client.quit() };
}

/** @returns the cache over a client that has `get` and `set`. */
export const cacheOver = (client) => {
  const cache = new RedisCache(client);
  return {
    keep: (prompt, text) => cache.update(prompt, LLM_KEY, [{ text }]),
    lookup: async (prompt) => (await cache.lookup(prompt, LLM_KEY))?.[0]?.text ?? null,
  };
};
