// The openai SDK as its documentation has it: one client for the process, a chat completion, streamed where the body says so, read to its end.
import OpenAI from 'openai';

/**
 * @returns a function that makes one call. `headers` go with each request, as a gateway wants them. `fallback` is the
 * model that is asked when the first one fails, by hand.
 */
export function createDirectCall({ baseURL, apiKey, body, headers = {}, fallback = null }) {
  const client = new OpenAI({ baseURL, apiKey, maxRetries: 0, defaultHeaders: headers });
  const readStream = async (model, onText) => {
    const stream = await client.chat.completions.create({ ...body, model, stream: true });
    let text = '';
    // oxlint-disable-next-line typescript/await-thenable -- untyped here, the SDK's overloads take it for a whole reply
    for await (const chunk of stream) {
      const piece = chunk.choices[0]?.delta?.content ?? '';
      if (piece !== '' && text === '') onText();
      text += piece;
    }
    return text;
  };
  const readWhole = async (model, onText) => {
    const reply = await client.chat.completions.create({ ...body, model, stream: false });
    onText();
    return reply.choices[0]?.message.content;
  };
  const read = body.stream === true ? readStream : readWhole;
  return async (onText) => {
    try {
      return await read(body.model, onText);
    } catch (error) {
      if (fallback === null) throw error;
      return read(fallback, onText);
    }
  };
}
