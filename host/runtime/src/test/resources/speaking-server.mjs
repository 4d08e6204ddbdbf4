// A server of revision 2025-11-25 that speaks before it answers. One tool for each thing it says.
import { createInterface } from 'node:readline';

const tools = ['progress', 'logs', 'asks', 'asksForModel', 'echo', 'waits', 'capabilities'];
const waiting = new Map();
let next = 1000;
let level = 'none';
let greeted = {};
let held = [];

const write = message => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\n');
const text = value => ({ content: [{ type: 'text', text: String(value) }] });
const ask = (method, params) => new Promise(resolve => {
  const id = next++;
  waiting.set(id, resolve);
  write({ id, method, params });
});

async function call(id, { name, arguments: args, _meta: meta }) {
  switch (name) {
    case 'progress':
      write({ method: 'notifications/progress', params: { progressToken: 'not-mine', progress: 9 } });
      for (const progress of [1, 2]) {
        const params = { progressToken: meta?.progressToken, progress, total: 2, message: `step ${progress} secret-42` };
        write({ method: 'notifications/progress', params });
      }
      return text(meta?.progressToken ? 'told' : 'not told');
    case 'logs':
      write({ method: 'notifications/message', params: { level: 'debug', data: 'chatter' } });
      write({ method: 'notifications/message', params: { level: 'error', logger: 'db', data: { why: 'down' } } });
      return text(level);
    case 'asks': {
      const answer = await ask('elicitation/create', { message: 'who?', requestedSchema: {}, ...args });
      return text(JSON.stringify(answer.result ?? answer.error.message));
    }
    case 'asksForModel': {
      const answer = await ask('sampling/createMessage', { messages: [], maxTokens: 1 });
      return text(JSON.stringify(answer.result ?? answer.error.code));
    }
    case 'waits':
      return new Promise(resolve => held.push(resolve));
    case 'capabilities':
      return text(JSON.stringify(greeted));
    default:
      held.forEach(resolve => resolve(text('released')));
      held = [];
      return text(args.text);
  }
}

createInterface({ input: process.stdin }).on('line', async line => {
  const { id, method, params, ...rest } = JSON.parse(line);
  if (method === undefined) {
    waiting.get(id)?.(rest);
  } else if (method === 'initialize') {
    greeted = params.capabilities;
    const capabilities = { tools: {}, logging: {} };
    const result = { protocolVersion: '2025-11-25', capabilities, serverInfo: { name: 's', version: '1' } };
    write({ id, result });
  } else if (method === 'tools/list') {
    write({ id, result: { tools: tools.map(name => ({ name, inputSchema: { type: 'object' } })) } });
  } else if (method === 'logging/setLevel') {
    level = params.level;
    write({ id, result: {} });
  } else if (method === 'tools/call') {
    write({ id, result: await call(id, params) });
  }
});
