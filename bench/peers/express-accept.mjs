// Express as its documentation sets it up, a body checked by zod, a job added. No record: nobody can ask for it afterwards.
import { Queue } from 'bullmq';
import express from 'express';
import { Redis } from 'ioredis';
import { z } from 'zod';

const queue = new Queue('express', {
  connection: new Redis(process.env.QUEUE_REDIS_URL, { maxRetriesPerRequest: null }),
});
const turn = z.object({ role: z.enum(['user', 'assistant']), content: z.string() });
const query = z.object({
  question: z.string().min(1).max(2_000),
  priority: z.enum(['high', 'normal', 'low']).default('normal'),
  history: z.array(turn).max(20).optional(),
});

const app = express().use(express.json({ limit: '64kb' }));
app.post('/v1/queries', async (request, response) => {
  const parsed = query.safeParse(request.body);
  if (!parsed.success) {
    response.status(422).json(parsed.error.issues);
    return;
  }
  const { id } = await queue.add('answer', parsed.data);
  response.status(202).json({ id, object: 'query', status: 'queued' });
});
app.listen(Number(process.env.PORT), '127.0.0.1');
