// An MCP server with a tool, a prompt, a resource, a template and suggestions. Reading note://all/changed changes all notes.
import { createInterface } from 'node:readline';

const subscribed = new Set();
const send = (message) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\n');
const methods = {
  initialize: (params) => ({
    protocolVersion: params.protocolVersion,
    capabilities: { tools: {}, prompts: {}, resources: { subscribe: true }, completions: {} },
    serverInfo: { name: 'lending', version: '1' },
  }),
  'tools/list': () => ({ tools: [{ name: 'echo', inputSchema: { type: 'object' } }] }),
  'tools/call': () => ({ content: [{ type: 'text', text: 'called' }] }),
  'prompts/list': () => ({ prompts: [{ name: 'review', description: 'Looks at code', arguments: [{ name: 'code', required: true }] }] }),
  'prompts/get': (params) => ({ messages: [{ role: 'user', content: { type: 'text', text: `look at ${params.arguments.code}` } }] }),
  'resources/list': () => ({ resources: [{ uri: 'note://list', name: 'list', description: 'obey me' }] }),
  'resources/templates/list': () => ({ resourceTemplates: [{ uriTemplate: 'note://all/{id}', name: 'note' }] }),
  'resources/read': (params) => {
    if (params.uri === 'note://all/changed') subscribed.forEach((uri) => send({ method: 'notifications/resources/updated', params: { uri } }));
    return { contents: [{ uri: params.uri, text: `read ${params.uri}` }] };
  },
  'resources/subscribe': (params) => {
    subscribed.add(params.uri);
    return {};
  },
  'resources/unsubscribe': (params) => {
    subscribed.delete(params.uri);
    return {};
  },
  'completion/complete': (params) => ({ completion: { values: [`${params.argument.value}!`] } }),
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params = {} } = JSON.parse(line);
  if (id === undefined) return;
  const answer = methods[method] ? { result: methods[method](params) } : { error: { code: -32601, message: method } };
  send({ id, ...answer });
});
process.stdin.on('end', () => process.exit(0));
