import { page } from '../pages/page.ts';

/** `problem` is a constant phrase of ours, never what somebody typed. */
export function signInPage(problem: string | null): string {
  const alert = problem === null ? '' : `<p role="alert">${problem}</p>`;
  return page(
    'Ragfleet dashboard',
    `${alert}<form method="post" action="/sign-in">
<label for="user">User</label><input id="user" name="user" autocomplete="username" maxlength="64" autofocus>
<label for="password">Password or operator API key</label><input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required>
<button>Sign in</button></form>`,
  );
}

export function signOutPage(): string {
  return page(
    'Sign out',
    '<form method="post" action="/sign-out"><button>Sign out</button></form><p><a href="/">Back to the queues</a></p>',
  );
}
