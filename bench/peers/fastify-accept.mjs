// Fastify as its documentation sets it up, with a schema that its own ajv compiles, and a job added. No record here either.
import { Queue } from 'bullmq';
import fastify from 'fastify';
import { Redis } from 'ioredis';

const queue = new Queue('fastify', {
  connection: new Redis(process.env.QUEUE_REDIS_URL, { maxRetriesPerRequest: null }),
});
const text = { type: 'string' };
const turn = {
  type: 'object',
  required: ['role', 'content'],
  properties: { role: { enum: ['user', 'assistant'] }, content: text },
};
const body = {
  type: 'object',
  required: ['question'],
  properties: {
    question: { ...text, minLength: 1, maxLength: 2_000 },
    priority: { enum: ['high', 'normal', 'low'], default: 'normal' },
    history: { type: 'array', maxItems: 20, items: turn },
  },
};
const reply = { type: 'object', properties: { id: text, object: text, status: text } };

const app = fastify({ bodyLimit: 64 * 1_024, keepAliveTimeout: 60_000 });
app.post('/v1/queries', { schema: { body, response: { 202: reply } } }, async (request, response) => {
  const { id } = await queue.add('answer', request.body);
  return response.code(202).send({ id, object: 'query', status: 'queued' });
});
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
