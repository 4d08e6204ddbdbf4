// An MCP server that says when what stands at an address changes, to who subscribed: on standard input and output or over
// HTTP (prints its port), with a handshake or ("modern") without one. Its tools change things, say who subscribed, and end it.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

const modern = process.argv.includes('modern');
const subscribed = new Set();
const streams = new Map(); // id of a stream, to what it wants and how it is told
const counts = { subscribe: 0, unsubscribe: 0, listen: 0 };
let unasked = () => {};

const schema = { type: 'object', properties: { uri: { type: 'string' }, times: { type: 'integer' } } };
const tools = ['touch', 'state', 'die', 'dieSoon'].map((name) => ({ name, inputSchema: schema }));
const capabilities = { tools: {}, resources: { subscribe: true } };
const text = (value) => ({ content: [{ type: 'text', text: JSON.stringify(value) }] });
const tag = (id) => ({ _meta: { 'io.modelcontextprotocol/subscriptionId': id } });
const updated = (params) => ({ jsonrpc: '2.0', method: 'notifications/resources/updated', params });

function touch(uri) {
  if (!modern) return unasked(updated({ uri }));
  for (const [id, { tell }] of streams) tell(updated({ uri, ...tag(id) }));
}

const tool = {
  touch: ({ uri, times = 1 }) => {
    for (let i = 0; i < times; i++) touch(uri);
    return text('touched');
  },
  state: () => text({ ...counts, now: modern ? [...streams.values()].flatMap(({ wants }) => wants).sort() : [...subscribed].sort() }),
  die: () => process.exit(3),
  dieSoon: () => {
    setTimeout(() => process.exit(3), 50);
    return text('soon');
  },
};

const methods = {
  'tools/list': () => ({ tools }),
  'tools/call': ({ name, arguments: given }) => tool[name](given),
  'resources/list': () => ({ resources: ['a', 'b'].map((name) => ({ uri: `note://${name}`, name })) }),
  'resources/templates/list': () => ({ resourceTemplates: [] }),
  'resources/read': ({ uri }) => ({ contents: [{ uri, text: 'x' }] }),
  'resources/subscribe': ({ uri }) => {
    counts.subscribe++;
    if (uri.endsWith('gone')) throw { code: -32002, message: 'Resource not found' };
    subscribed.add(uri);
    return {};
  },
  'resources/unsubscribe': ({ uri }) => {
    counts.unsubscribe++;
    subscribed.delete(uri);
    return {};
  },
};

function answer({ method, params = {} }) {
  if (method === 'server/discover' && modern) return { supportedVersions: ['2026-07-28'], capabilities };
  if (method === 'initialize' && !modern) return { protocolVersion: '2025-11-25', capabilities, serverInfo: { name: 'telling', version: '1' } };
  if (!methods[method]) throw { code: -32601, message: 'Method not found' };
  return methods[method](params);
}

function reply(message) {
  try {
    return { jsonrpc: '2.0', id: message.id, result: { ...answer(message), ...(modern && { resultType: 'complete' }) } };
  } catch (error) {
    return { jsonrpc: '2.0', id: message.id, error };
  }
}

function listen({ id, params }, tell) {
  counts.listen++;
  const wants = (params.notifications.resourceSubscriptions ?? []).filter((uri) => !uri.endsWith('gone'));
  streams.set(id, { wants, tell });
  tell({ jsonrpc: '2.0', method: 'notifications/subscriptions/acknowledged', params: { notifications: { resourceSubscriptions: wants }, ...tag(id) } });
}

const listens = (message) => modern && message.method === 'subscriptions/listen';

if (process.argv.includes('http')) {
  const open = (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    return (message) => response.write(`data: ${JSON.stringify(message)}\n\n`);
  };
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') {
      unasked = open(response);
      return response.flushHeaders();
    }
    let body = '';
    for await (const part of request) body += part;
    const message = body ? JSON.parse(body) : {};
    if (message.id === undefined) return response.writeHead(202).end();
    if (listens(message)) {
      response.on('close', () => streams.delete(message.id));
      return listen(message, open(response));
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply(message)));
  }).listen(0, '127.0.0.1', () => console.log(server.address().port));
  process.stdin.on('end', () => process.exit(0)).resume();
} else {
  const send = (message) => process.stdout.write(JSON.stringify(message) + '\n');
  unasked = send;
  createInterface({ input: process.stdin }).on('line', (line) => {
    const message = JSON.parse(line);
    if (message.method === 'notifications/cancelled') streams.delete(message.params.requestId);
    else if (message.id !== undefined) listens(message) ? listen(message, send) : send(reply(message));
  });
}
