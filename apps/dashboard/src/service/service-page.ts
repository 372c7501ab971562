import { decidingSetting, type DegradationLevel, type LevelSettings } from '@ragfleet/rag-core';
import { csrfField, escapeHtml, page } from '../pages/page.ts';
import { cacheEvictionForm } from './cache-eviction.ts';
import { deadLettersForm } from './dead-letters.ts';

/** A breaker as the page lists it. */
export interface ListedBreaker {
  readonly name: string;
  readonly state: 'closed' | 'open' | 'half-open';
  readonly failures: number;
  readonly openedAtMs: number | null;
}

/** Of what was sent. */
export interface Notice {
  /** A phrase of ours about what is wrong with it. */
  readonly problem?: string;
  readonly done?: string;
}

export interface ServicePageOptions extends Notice {
  readonly settings: LevelSettings;
  readonly breakers: readonly ListedBreaker[];
  readonly isReadOnly: boolean;
  /** null for a caller without a session. */
  readonly csrf: string | null;
}

const WORDS: Readonly<Record<DegradationLevel, string>> = {
  full: 'full: everything',
  reduced: 'reduced: no streaming, no statistics',
  minimal: 'minimal: cached answers and passages, no model writes',
  maintenance: 'maintenance: cached answers alone',
};

/** With a blank, where a narrow page may break it. */
const isoOf = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')}Z`;

/** The level of service of the fleet with the form that sets it, and what the fleet leaves alone for the moment. */
export function servicePage({ settings, breakers, isReadOnly, csrf, ...notice }: ServicePageOptions): string {
  const parts = [
    noticeOf(notice),
    levelOf(settings),
    isReadOnly ? READ_ONLY : formFor(settings, csrf),
    breakerTable(breakers),
    isReadOnly ? '' : `<h2>Cached answers</h2>${cacheEvictionForm(csrf)}`,
    isReadOnly ? '' : `<h2>Dead letters</h2>${deadLettersForm(csrf)}`,
    BACK,
  ];
  return page('Level of service', parts.join('\n'), 'wide');
}

function noticeOf({ problem, done }: Notice): string {
  if (problem !== undefined) return `<p role="alert">${escapeHtml(problem)}</p>`;
  return done === undefined ? '' : `<p role="status">${escapeHtml(done)}</p>`;
}

function levelOf(settings: LevelSettings): string {
  const deciding = decidingSetting(settings);
  if (deciding === null) return '<p>In force for the fleet: <strong data-level="full">full</strong>.</p>';
  const { level, reason, by, sinceMs } = deciding.setting;
  return `<p>In force for the fleet: <strong data-level="${level}">${level}</strong>, set by ${by === 'rule' ? 'a rule' : 'an operator'} at ${isoOf(sinceMs)}.</p>
<p>Reason: ${escapeHtml(reason)}</p>`;
}

/** The level in force is chosen already: a slip sets what is set. */
function formFor(settings: LevelSettings, csrf: string | null): string {
  const current = decidingSetting(settings)?.setting.level ?? 'full';
  const options = Object.entries(WORDS).map(
    ([level, words]) => `<option value="${level}"${level === current ? ' selected' : ''}>${words}</option>`,
  );
  return `<form method="post" action="/service/level">${csrfField(csrf)}
<label for="level">Level</label><select id="level" name="level">${options.join('')}</select>
<label for="reason">Reason, which every tenant may read</label><input id="reason" name="reason" maxlength="500" required>
<button>Set the level of the whole fleet</button></form>`;
}

const READ_ONLY = '<p>This dashboard is read-only. DASHBOARD_READ_ONLY=false offers the change here.</p>';
const BACK = '<p><a href="/">Back to the queues</a></p>';

function breakerTable(breakers: readonly ListedBreaker[]): string {
  if (breakers.length === 0) return '<h2>Breakers</h2><p>None was used in the last day.</p>';
  const rows = breakers.map(
    ({ name, state, failures, openedAtMs }) =>
      `<tr><td>${escapeHtml(name)}</td><td data-label="State" data-state="${state}">${state}</td><td data-label="Failures in a row">${failures}</td><td data-label="Opened">${openedAtMs === null ? '' : isoOf(openedAtMs)}</td></tr>`,
  );
  return `<h2>Breakers</h2><table><thead><tr><th>What is called</th><th>State</th><th>Failures in a row</th><th>Opened</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}
