import assert from 'node:assert/strict';
import type { ModelFault } from '@ragfleet/test-support';
import type { Scenario } from '../../contract.ts';
import { waitFor } from '../wait-for.ts';
import { answerTo } from './answered.ts';
import { withSecondVendor } from './second-vendor.ts';

const SILENCES: readonly ModelFault[] = [{ type: 'hang' }, { type: 'mute' }, { type: 'stall' }];
/** To the headers, and between two pieces of a stream. */
const MAX_SILENCE_MS = 15_000;
/** Of this machine, on which a dozen processes run. */
const MARGIN_MS = 2_000;
/** A service keeps an idle connection for 5 s. */
const IDLE_MS = 10_000;

/** Nobody waits for a model that says nothing, and its connection is given up with it. */
export const hangingModel: Scenario = {
  id: 'F28',
  title: 'the model falls silent: before its headers, after them, in the middle of a stream',
  boundSeconds: 70,
  isSlow: true,
  run: ({ fleet, asking }) =>
    withSecondVendor({ fleet }, async ({ second }) => {
      const { model } = fleet;
      await Promise.all(SILENCES.map(() => answerTo(asking)));
      await waitFor('idle connections end', IDLE_MS, () => model.openConnections() === 0);
      const silences = [...SILENCES];
      model.failBy(() => silences.shift() ?? null);
      const asked = await asking.askMany(SILENCES.length);
      await waitFor('all of them hang', 10_000, () => silences.length === 0);
      const givenUpMs = await waitFor(
        'the silent calls are given up',
        MAX_SILENCE_MS + MARGIN_MS,
        () => model.callsInFlight() === 0,
      );
      const ended = await asking.untilEnded(asked, 30_000);
      assert.ok(
        ended.every(({ result }) => (result?.model ?? null) !== null),
        'a query was left without an answer',
      );
      await waitFor(
        'no connection is left',
        IDLE_MS,
        () => model.openConnections() + second.openConnections() === 0,
      );
      return { recoveryMs: null, note: `given up after ${Math.round(givenUpMs)} ms, no connection left` };
    }),
};
