import { createServer } from 'node:http';

// Receivers in a process of their own, so that what they cost is nobody's. A path that says so is never answered.
for (const port of (process.env['PORTS'] ?? '').split(','))
  createServer((message, response) => {
    message.resume();
    if (message.url !== '/hang') message.once('end', () => response.writeHead(204).end());
  }).listen(Number(port), '127.0.0.1');
