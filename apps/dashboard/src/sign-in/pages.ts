import { csrfField, page } from '../pages/page.ts';

/** `problem` is a constant phrase of ours, never what somebody typed. */
export function signInPage(problem: string | null, csrf: string): string {
  const alert = problem === null ? '' : `<p role="alert">${problem}</p>`;
  return page(
    'Ragfleet dashboard',
    `${alert}<form method="post" action="/sign-in">${csrfField(csrf)}
<label for="user">User</label><input id="user" name="user" autocomplete="username" maxlength="64" autofocus>
<label for="password">Password or operator API key</label><input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required>
<button>Sign in</button></form>`,
  );
}

/** `csrf`: null for somebody who is not signed in. */
export function signOutPage(csrf: string | null): string {
  return page(
    'Sign out',
    `<form method="post" action="/sign-out">${csrfField(csrf)}<button>Sign out</button></form><p><a href="/">Back to the queues</a></p>`,
  );
}
