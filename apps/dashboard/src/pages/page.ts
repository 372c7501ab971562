/** The sheet of every page; the content policy knows it by its hash. */
export const STYLE = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{display:grid;place-items:center;min-height:100vh;margin:0;background:light-dark(#f4f5f7,#14181d)}
main{box-sizing:border-box;width:min(26rem,100vw - 1.5rem);padding:2rem;border-radius:.75rem;background:light-dark(#fff,#1d232b);box-shadow:0 1px 3px #0003}
h1{font-size:1.25rem;margin:0 0 1rem}
label{display:block;margin:.75rem 0 .25rem}
input,select{box-sizing:border-box;width:100%;padding:.5rem;font:inherit;border:1px solid #8888;border-radius:.375rem}
button{margin-top:1.25rem;width:100%;padding:.6rem;font:inherit;border:0;border-radius:.375rem;background:#2f6feb;color:#fff;cursor:pointer}
p{margin:.5rem 0}
main.wide{width:min(50rem,100vw - 1.5rem)}
table{width:100%;border-collapse:collapse;margin:.5rem 0}
th,td{text-align:left;padding:.35rem .5rem .35rem 0;border-bottom:1px solid #8883}
@media(max-width:40rem){thead{display:none}tr{display:block;padding:.35rem 0;border-bottom:1px solid #8883}td{border:0;padding:0}td:first-child{display:block;overflow-wrap:anywhere}td:not(:first-child){display:inline-block;margin-right:1rem}td:not(:empty)[data-label]::before{content:attr(data-label)': '}td:empty{display:none}}
h2{font-size:1rem;margin:1.5rem 0 .25rem}
[data-state=open],[data-level=minimal],[data-level=maintenance]{color:light-dark(#b42318,#ff9c92);font-weight:600}
[data-state=half-open],[data-level=reduced]{color:light-dark(#8a5a00,#f5c46b);font-weight:600}
[role=alert]{color:light-dark(#b42318,#ff9c92)}
`;

/** A page of the dashboard's own. `body` is HTML: escape in it what somebody typed. */
export const page = (
  title: string,
  body: string,
  width: 'narrow' | 'wide' = 'narrow',
): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
<link rel="icon" href="data:,"><title>${title}</title><style>${STYLE}</style></head>
<body><main class="${width}"><h1>${title}</h1>${body}</main></body>
</html>`;

/** The field that proves that a form is ours; nothing for a caller without a session. `csrf` is base64url. */
export const csrfField = (csrf: string | null): string =>
  csrf === null ? '' : `<input type="hidden" name="csrf" value="${csrf}">`;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What somebody typed, as text of a page. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');
