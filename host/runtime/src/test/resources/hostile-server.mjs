// An MCP server on standard input and output that does what its tools are named after.
import { createInterface } from 'node:readline';

const modern = process.argv.includes('modern');
const heard = [];
const waiting = new Map();
let tools = ['die', 'hang', 'flood', 'endless', 'liar', 'garbage', 'asker', 'change', 'silently', 'heard', 'controls', 'meta', 'echo'];
let asked = 0;

const write = (text) => new Promise((done) => process.stdout.write(text, done));
const send = (message) => write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\n');
const text = (id, value) => send({ id, result: { resultType: 'complete', content: [{ type: 'text', text: value }] } });
const ask = (method) => new Promise((answered) => {
  waiting.set(`s${++asked}`, answered);
  send({ id: `s${asked}`, method, params: {} });
});

const call = {
  die: () => process.exit(9),
  hang: () => {},
  // One write: other answers must not end up in the middle of the line.
  flood: (id) => text(id, 'x'.repeat(100 << 20)),
  endless: async () => {
    const chunk = 'x'.repeat(1 << 20);
    for (;;) await write(chunk);
  },
  liar: async (id) => {
    for (const other of [id + 1, id + 1000, -id, String(id), id + 0.5, null]) await text(other, 'a lie');
    await write('not json\n{"jsonrpc":"2.0"}\n[]\n\n' + '{"a":'.repeat(5000) + '\n');
    await text(id, 'the truth');
    await text(id, 'another truth');
  },
  garbage: (id) => write(`{"jsonrpc":"2.0","id":${id},"result":{"content":[],"content":[]}}\n`),
  asker: async (id) => {
    const answers = [];
    for (const method of ['ping', 'sampling/createMessage', 'elicitation/create', 'roots/list']) {
      const answer = await ask(method);
      answers.push(answer.error ? answer.error.code : 'answered');
    }
    await text(id, answers.join(' '));
  },
  change: async (id) => {
    tools = ['changed', ...tools.slice(1)];
    for (let i = 0; i < 1000; i++) await send({ method: 'notifications/tools/list_changed' });
    await text(id, 'changed');
  },
  silently: (id) => {
    tools = [...tools, 'new'];
    return text(id, 'changed');
  },
  heard: (id) => text(id, heard.join(' ')),
  controls: (id) => text(id, 'a\u001b[31mb\u0000\u009bc\r\n\td'),
  meta: (id, params) => text(id, JSON.stringify(params._meta ?? {})),
  echo: (id, params) => text(id, params.arguments.text),
};

async function take(message) {
  if (!message.method) return waiting.get(message.id)?.(message);
  const { id, method, params } = message;
  if (method === 'notifications/cancelled') heard.push(params.reason.replaceAll(' ', '-'));
  if (id === undefined) return;
  if (modern && !params._meta) return send({ id, error: { code: -32022, message: 'use 2026-07-28', data: { supported: ['2026-07-28'] } } });
  if (method === 'initialize') {
    return send({ id, result: { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'hostile', version: '1' } } });
  }
  if (method === 'server/discover') {
    return send({ id, result: { resultType: 'complete', supportedVersions: ['2026-07-28'], capabilities: { tools: {} }, _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'hostile', version: '1' } } } });
  }
  if (method === 'tools/list') {
    const from = Number(params.cursor ?? 0);
    const page = tools.slice(from, from + 5).map((name) => ({ name, inputSchema: { type: 'object' } }));
    return send({ id, result: { resultType: 'complete', tools: page, ...(from + 5 < tools.length ? { nextCursor: String(from + 5) } : {}) } });
  }
  if (method === 'tools/call' && call[params.name]) return call[params.name](id, params);
  return send({ id, error: { code: -32601, message: `no \u001b[1m${method}` } });
}

createInterface({ input: process.stdin }).on('line', (line) => take(JSON.parse(line)));
process.stdin.on('end', () => process.exit(0));
