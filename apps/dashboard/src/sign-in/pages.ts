const STYLE = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{display:grid;place-items:center;min-height:100vh;margin:0;background:light-dark(#f4f5f7,#14181d)}
main{width:min(22rem,90vw);padding:2rem;border-radius:.75rem;background:light-dark(#fff,#1d232b);box-shadow:0 1px 3px #0003}
h1{font-size:1.25rem;margin:0 0 1rem}
label{display:block;margin:.75rem 0 .25rem}
input{box-sizing:border-box;width:100%;padding:.5rem;font:inherit;border:1px solid #8888;border-radius:.375rem}
button{margin-top:1.25rem;width:100%;padding:.6rem;font:inherit;border:0;border-radius:.375rem;background:#2f6feb;color:#fff;cursor:pointer}
p{margin:.5rem 0}
[role=alert]{color:light-dark(#b42318,#ff9c92)}
`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
<link rel="icon" href="data:,"><title>${title}</title><style>${STYLE}</style></head>
<body><main><h1>${title}</h1>${body}</main></body>
</html>`;

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
