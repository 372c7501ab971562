import type { Law } from './law.ts';

/** L4: every audit file verifies. */
export const audits: Law = ({ history }) =>
  history.audits
    .filter(({ isValid }) => !isValid)
    .map(({ file, detail }) => ({ law: 'L4', detail: `${file}: ${detail}` }));
