import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/**
 * @typedef {{ api: import('./api/create-api.js').Api, me: import('./api/resources.ts').Me, signOut: () => void }} Session
 */

const STORE = 'ragfleet.key';

/** The key lives in this tab alone and goes with it. */
export const keyStore = {
  read: () => sessionStorage.getItem(STORE),
  /** @param {string} key */
  keep: (key) => sessionStorage.setItem(STORE, key),
  wipe: () => sessionStorage.clear(),
};

export const SessionContext = createContext(/** @type {Session | null} */ (null));

/** @returns {Session} of whoever is signed in. */
export function useSession() {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('A view was shown to nobody.');
  return session;
}

/**
 * @param {import('./api/resources.ts').Me} me
 * @param {import('./api/resources.ts').Me['permissions'][number]} permission
 */
export const may = (me, permission) => me.permissions.includes(permission);

/**
 * Asking, and reading what one has asked.
 * @param {import('./api/resources.ts').Me} me
 */
export const mayAsk = (me) => may(me, 'search_all') || may(me, 'search_restricted');
