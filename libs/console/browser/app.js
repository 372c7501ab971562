import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { createApi } from './api/create-api.js';
import { toProblem } from './api/problem.js';
import { html } from './html.js';
import { keyStore, SessionContext } from './session.js';
import { Shell } from './shell.js';
import { SignIn } from './views/sign-in.js';

/**
 * @typedef {import('./session.js').Session} Session
 * @typedef {import('./api/problem.js').Problem} Problem
 */

/** Who is signed in sees the shell; everybody else the way in. */
export function App() {
  const [signedIn, setSignedIn] = useState(/** @type {Omit<Session, 'signOut'> | null} */ (null));
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const [isChecking, setIsChecking] = useState(keyStore.read() !== null);

  const signIn = useCallback(async (/** @type {string} */ key) => {
    setIsChecking(true);
    try {
      const api = createApi(key);
      const me = await api.me();
      keyStore.keep(key);
      setProblem(null);
      setSignedIn({ api, me });
    } catch (error) {
      const refusal = toProblem(error);
      if (refusal.status === 401) keyStore.wipe();
      setProblem(refusal);
    }
    setIsChecking(false);
  }, []);

  const signOut = useCallback(() => {
    keyStore.wipe();
    setSignedIn(null);
    history.replaceState(null, '', location.pathname);
  }, []);

  useEffect(() => {
    const key = keyStore.read();
    if (key !== null) void signIn(key);
  }, [signIn]);

  const session = useMemo(() => (signedIn === null ? null : { ...signedIn, signOut }), [signedIn, signOut]);
  if (session === null) {
    return html`<${SignIn} signIn=${signIn} isChecking=${isChecking} problem=${problem} />`;
  }
  return html`<${SessionContext.Provider} value=${session}><${Shell} /></${SessionContext.Provider}>`;
}
