import { Fault } from '@ragfleet/kernel';
import type { ModelChoice } from '../model-variables.ts';
import { LOCAL_MODEL } from './open-model.ts';
import type { VendorServices } from './vendor-services.ts';

/** Names of the models that routing chooses from, and what is tried below them, best first. */
export interface ModelRungs {
  readonly premium: string;
  readonly standard: string;
  readonly fallbacks: readonly string[];
}

type Ladder = readonly [string, ...string[]];

/** What the deployment names, and where it names nothing, what its vendors have. */
export function modelRungs(choice: ModelChoice, services: VendorServices): ModelRungs {
  const { DEFAULT_MODEL, PREMIUM_MODEL, MODEL_LADDER = [] } = choice;
  const [best, ...below] = MODEL_LADDER;
  const isNamed = best !== undefined;
  const ladder: Ladder = isNamed ? [best, ...below] : usualLadder(choice, services);
  const premium = PREMIUM_MODEL ?? (isNamed ? undefined : DEFAULT_MODEL) ?? ladder[0];
  const standard = DEFAULT_MODEL ?? ladder[1] ?? ladder[0];
  const others = isNamed ? ladder : ladder.slice(2);
  return { premium, standard, fallbacks: others.filter((name) => name !== premium && name !== standard) };
}

/** The other vendor comes before the last resort: what fails at a vendor mostly fails for all its models. */
function usualLadder(choice: ModelChoice, { openai, azure, anthropic }: VendorServices): Ladder {
  const otherVendor = anthropic === null ? [] : ['claude-haiku-5-5'];
  if (openai !== null) {
    // A service of one's own need not have the vendor's last resort.
    const lastResort = openai.baseUrl === undefined ? ['gpt-3.5-turbo'] : [];
    return ['gpt-4o', 'gpt-4o-mini', ...otherVendor, ...lastResort];
  }
  if (anthropic !== null) return ['claude-sonnet-5-5', 'claude-haiku-5-5'];
  if (azure !== null && choice.DEFAULT_MODEL === undefined)
    throw new Fault(
      'invalid-input',
      'Azure OpenAI is configured, and none of its deployments is named. Set MODEL_LADDER, such as azure:my-gpt-4o.',
    );
  return [LOCAL_MODEL];
}
