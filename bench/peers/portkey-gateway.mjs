// Portkey's gateway as its package starts it: `node portkey-gateway.mjs --headless --port=N`.
await import('@portkey-ai/gateway/build/start-server.js');
