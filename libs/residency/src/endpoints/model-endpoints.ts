import type { Configuration, Endpoint } from './contract.ts';

/** What a vendor's client calls when it is given a key alone. */
const OPENAI = 'https://api.openai.com/v1';
const ANTHROPIC = 'https://api.anthropic.com';
const AZURE = 'azure:';

/** The vendors that this deployment has entry to, as libs/models chooses them; local models go nowhere. */
export function modelEndpoints(config: Configuration): readonly Endpoint[] {
  const embedding = embeddingVendors(config);
  const ofVendor = (vendor: string, variable: string, what: string, url: string | null): Endpoint[] => {
    if (url === null) return [];
    const endpoint = { variable, what, transport: 'https', url, holdsData: true } as const;
    return embedding.has(vendor)
      ? [{ ...endpoint, what: `${what}, which also embeds` }]
      : [{ ...endpoint, vendor }];
  };
  return [
    ...ofVendor('openai', 'OPENAI_BASE_URL', 'models of OpenAI’s kind', openAiUrl(config)),
    ...ofVendor('anthropic', 'ANTHROPIC_BASE_URL', 'models of Anthropic', anthropicUrl(config)),
    ...ofVendor('azure', 'AZURE_OPENAI_ENDPOINT', 'models of Azure', text(config, 'AZURE_OPENAI_ENDPOINT')),
  ];
}

const openAiUrl = (config: Configuration): string | null =>
  text(config, 'OPENAI_BASE_URL') ?? (text(config, 'OPENAI_API_KEY') === null ? null : OPENAI);

const anthropicUrl = (config: Configuration): string | null =>
  text(config, 'ANTHROPIC_BASE_URL') ?? (text(config, 'ANTHROPIC_API_KEY') === null ? null : ANTHROPIC);

/** A question cannot be embedded by another model than its passages: who embeds is nobody's fallback. */
function embeddingVendors(config: Configuration): ReadonlySet<string> {
  const models = [text(config, 'EMBEDDING_MODEL') ?? 'openai', text(config, 'NEXT_EMBEDDING_MODEL')];
  return new Set(
    models
      .filter((model) => model !== null && model !== 'local')
      .map((model) => (model?.startsWith(AZURE) === true ? 'azure' : 'openai')),
  );
}

function text(config: Configuration, name: string): string | null {
  const value = config[name];
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
