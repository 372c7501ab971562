import { answerSettings, answerSettingsChange, LIMITS } from '@ragfleet/contracts';
import { PII_KINDS } from '@ragfleet/guards';
import type { AnswerSettingsStore } from '@ragfleet/identity';
import { Fault } from '@ragfleet/kernel';
import type { TenantAnswerSettings } from '@ragfleet/rag-core';
import type { z } from 'zod';
import { tenantRoute } from '../http/define-route.ts';
import { ok } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import { MAY_ADMINISTER } from './permissions.ts';

export interface AnswerSettingsRoutePorts {
  readonly answerSettings: Pick<AnswerSettingsStore, 'read' | 'update'>;
}

type Resource = z.output<typeof answerSettings>;

const PATH = '/v1/answer-settings';
const REPLIES = { 200: { description: 'The settings as they are now.', schema: answerSettings } };

/** How a tenant's questions are answered: models, wishes for every answer, language. */
export function answerSettingsRoutes({ answerSettings: store }: AnswerSettingsRoutePorts): Route[] {
  return [
    tenantRoute(
      MAY_ADMINISTER,
      {
        method: 'get',
        path: PATH,
        operationId: 'getAnswerSettings',
        summary: 'Read how questions are answered',
        tag: 'Tenants',
        replies: REPLIES,
      },
      async ({ caller }) => ok(resourceOf(await store.read(caller.tenantId))),
    ),
    tenantRoute(
      MAY_ADMINISTER,
      {
        method: 'put',
        path: PATH,
        operationId: 'setAnswerSettings',
        summary: "Set how questions are answered; what is left out goes back to the fleet's own",
        tag: 'Tenants',
        body: { schema: answerSettingsChange, maxBytes: LIMITS.queryBodyBytes },
        replies: REPLIES,
        faults: ['conflict'],
        audits: 'answer-settings.set',
      },
      async ({ caller, body }) => {
        refuseUnknownKinds(body.guards.blocked_pii_kinds);
        const change = ({ ownKeys }: TenantAnswerSettings) => settingsOf(body, ownKeys);
        return ok(resourceOf(await store.update(caller.tenantId, change)));
      },
    ),
  ];
}

// A kind that nobody looks for would never end a question.
function refuseUnknownKinds(kinds: readonly string[]): void {
  const known: readonly string[] = PII_KINDS;
  const problems = kinds.flatMap((kind, at) =>
    known.includes(kind)
      ? []
      : [{ pointer: `/guards/blocked_pii_kinds/${at}`, message: `must be one of ${PII_KINDS.join(', ')}` }],
  );
  if (problems.length > 0)
    throw new Fault('invalid-input', 'Correct what `errors` names and send the request again.', { problems });
}

const vendors = answerSettings.shape.own_keys.element;

const resourceOf = ({
  allowedModels,
  ladder,
  instructions,
  ownKeys,
  guards,
}: TenantAnswerSettings): Resource => ({
  allowed_models: allowedModels === null ? null : [...allowedModels],
  model_ladder: ladder === null ? null : [...ladder],
  system_prompt: instructions.text,
  answer_language: instructions.language,
  own_keys: vendors.options.filter((vendor) => Object.hasOwn(ownKeys, vendor)),
  guards: {
    injection: guards.injection,
    code_blocks: guards.codeBlocks,
    urls: guards.urls,
    pii_strategy: guards.piiStrategy,
    blocked_pii_kinds: [...guards.blockedPiiKinds],
    cache_judge: guards.cacheJudge,
  },
});

function settingsOf(
  change: z.output<typeof answerSettingsChange>,
  known: TenantAnswerSettings['ownKeys'],
): TenantAnswerSettings {
  const merged = Object.entries({ ...known, ...change.own_keys });
  return {
    allowedModels: change.allowed_models,
    ladder: change.model_ladder,
    instructions: { text: change.system_prompt, language: change.answer_language },
    guards: {
      injection: change.guards.injection,
      codeBlocks: change.guards.code_blocks,
      urls: change.guards.urls,
      piiStrategy: change.guards.pii_strategy,
      blockedPiiKinds: change.guards.blocked_pii_kinds,
      cacheJudge: change.guards.cache_judge,
    },
    ownKeys: Object.fromEntries(
      merged.flatMap(([vendor, key]): [string, string][] => (typeof key === 'string' ? [[vendor, key]] : [])),
    ),
  };
}
