import type { ModelDouble } from '@ragfleet/test-support';
import type { WebhookReceiver } from './webhook-receiver.ts';

/** What the processes of a fleet are started with, so that they talk to the doubles. */
export const doublesVariables = ({
  model,
  receiver,
}: {
  readonly model: Pick<ModelDouble, 'url'>;
  readonly receiver: Pick<WebhookReceiver, 'host'>;
}): Readonly<Record<string, string>> => ({
  RAGFLEET_ENV: 'development',
  OPENAI_API_KEY: 'not-a-secret',
  OPENAI_BASE_URL: `${model.url}/v1`,
  EMBEDDING_MODEL: 'local',
  DEFAULT_MODEL: 'gpt-4o-mini',
  PREMIUM_MODEL: 'gpt-4o-mini',
  WEBHOOK_ALLOW_HOSTS: receiver.host,
  // A scenario is about one fault: what the level of service makes of it has tests of its own.
  DEGRADATION_RULES: 'off',
  // A dozen processes share this machine.
  CACHE_BUDGET_MS: '1000',
  SHUTDOWN_GRACE_SECONDS: '10',
});
