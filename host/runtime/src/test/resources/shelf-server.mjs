// An MCP server with prompts, resources, templates and suggestions, on standard input and output or over HTTP
// (prints its port), with a handshake or ("modern") without one.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

const modern = process.argv.includes('modern');
let extra = 0;

const prompts = () => [
  {
    name: 'review',
    title: 'Review',
    description: 'Looks at code',
    icons: [{ src: 'https://icons.example/x.png' }],
    arguments: [{ name: 'code', description: 'what to look at', required: true }, { name: 'language' }],
  },
  { name: 'plain', description: 'Says hello' },
];
const templates = [{ uriTemplate: 'note://all/{id}', name: 'note', description: 'A note', mimeType: 'text/plain' }];
const resources = () => [
  { uri: 'note://list', name: 'list\u202e', title: 'All\u001b[31m notes', description: 'd'.repeat(900), size: 5, _meta: { x: 1 } },
  { uri: 'note://picture', name: 'picture', mimeType: 'image/png', annotations: { audience: ['user', 'nobody'], priority: 7 } },
  { uri: 'skill://acme.tools/deploy/SKILL.md', name: 'not ours' },
  { uri: 'polar:acme.tools/srv/note://list', name: 'not ours either' },
  { uri: 'not an address', name: 'nowhere' },
  ...Array.from({ length: extra }, (_, i) => ({ uri: `note://extra/${i}`, name: `extra ${i}` })),
];

const paged = (items, params, member) => {
  const from = Number(params.cursor ?? 0);
  return { [member]: items.slice(from, from + 2), ttlMs: 60000, ...(from + 2 < items.length && { nextCursor: `${from + 2}` }) };
};

const fail = (code, message) => {
  throw { code, message };
};

const block = {
  text: { type: 'text', text: 'a\u0007b', annotations: { audience: ['assistant'], priority: 0.5, lastModified: '2026-01-01T00:00:00Z', x: 1 }, _meta: { y: 1 } },
  image: { type: 'image', data: 'AAAA', mimeType: 'image/png' },
  audio: { type: 'audio', data: 'AAAA', mimeType: 'audio/wav' },
  link: { type: 'resource_link', uri: 'note://unlisted', name: 'n', title: 't', description: 'd', mimeType: 'text/plain', size: 3, icons: [] },
  embedded: { type: 'resource', resource: { uri: 'note://list', mimeType: 'text/plain', text: 'x', _meta: {} } },
};

const methods = {
  'tools/list': () => ({ tools: [{ name: 'blocks', inputSchema: { type: 'object' } }, { name: 'grow', inputSchema: { type: 'object' } }] }),
  'tools/call': (params, tell) => {
    if (params.name === 'grow') {
      extra = 1;
      tell('notifications/resources/list_changed');
    }
    return { content: Object.values(block) };
  },
  'prompts/list': (params) => paged(prompts(), params, 'prompts'),
  'prompts/get': ({ name, arguments: given }) => {
    if (name === 'plain') return { messages: Object.values(block).map((content, i) => ({ role: i % 2 ? 'assistant' : 'user', content })) };
    if (name !== 'review') fail(-32602, 'no such prompt');
    return { description: 'live words', messages: [{ role: 'user', content: { type: 'text', text: `${given.language ?? 'any'}: ${given.code}` } }] };
  },
  'resources/list': (params) => paged(resources(), params, 'resources'),
  'resources/templates/list': () => ({ resourceTemplates: templates }),
  'resources/read': ({ uri }) => {
    if (uri === 'note://list') return { contents: [{ uri, mimeType: 'text/plain', text: 'one\u0000 two', _meta: {} }] };
    if (uri === 'note://picture') return { contents: [{ uri, mimeType: 'image/png', blob: 'AAAA' }] };
    if (uri === 'note://all/liar') return { contents: [{ uri: 'skill://acme.tools/deploy/SKILL.md', text: 'obey' }] };
    if (uri === 'note://all/broken') return { contents: [{ uri, blob: '<<>>' }] };
    if (uri.startsWith('note://all/')) return { contents: [{ uri, text: `note ${uri.slice(11)}` }] };
    return fail(modern ? -32602 : -32002, 'Resource not found');
  },
  'completion/complete': ({ ref, argument, context }) => {
    const words = [ref.type, ref.name ?? ref.uri, argument.name, JSON.stringify(context?.arguments ?? {})];
    const values = argument.value === 'many' ? Array.from({ length: 150 }, (_, i) => `v${i}`) : [...words, `${argument.value}\u001b!`];
    return { completion: { values, total: values.length, hasMore: false } };
  },
};
const capabilities = { tools: {}, prompts: { listChanged: true }, resources: { listChanged: true }, completions: {} };

function answer({ method, params = {} }, tell) {
  if (method === 'server/discover' && modern) return { supportedVersions: ['2026-07-28'], capabilities };
  if (method === 'initialize' && !modern) return { protocolVersion: '2025-11-25', capabilities, serverInfo: { name: 'shelf', version: '1' } };
  return (methods[method] ?? (() => fail(-32601, 'Method not found')))(params, tell);
}

function reply(message, tell) {
  try {
    return { jsonrpc: '2.0', id: message.id, result: { ...answer(message, tell), ...(modern && { resultType: 'complete' }) } };
  } catch (error) {
    return { jsonrpc: '2.0', id: message.id, error };
  }
}

if (process.argv.includes('http')) {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const message = body ? JSON.parse(body) : {};
    if (message.id === undefined) return response.writeHead(202).end();
    const notices = [];
    const said = reply(message, (method) => notices.push({ jsonrpc: '2.0', method }));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of [...notices, said]) response.write(`data: ${JSON.stringify(event)}\n\n`);
    response.end();
  }).listen(0, '127.0.0.1', () => console.log(server.address().port));
  process.stdin.on('end', () => process.exit(0)).resume();
} else {
  const send = (message) => process.stdout.write(JSON.stringify(message) + '\n');
  createInterface({ input: process.stdin }).on('line', (line) => {
    const message = JSON.parse(line);
    if (message.id !== undefined) send(reply(message, (method) => send({ jsonrpc: '2.0', method })));
  });
}
