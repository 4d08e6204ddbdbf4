// An MCP server whose tools are whatever a file says, and who tells when the file changes.
import { existsSync, readFileSync, watchFile } from 'node:fs';
import { createInterface } from 'node:readline';

const file = process.argv[2] + '/tools.json';
const usual = ['get_note', 'get_list', 'put_note', 'drop_note', 'echo'].map((name) => ({
  name,
  description: `${name} as it was approved`,
  inputSchema: { type: 'object' },
}));
const tools = () => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : usual);
const send = (message) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\n');

watchFile(file, { interval: 50 }, () => send({ method: 'notifications/tools/list_changed' }));

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const result = {
    initialize: () => ({
      protocolVersion: params.protocolVersion,
      capabilities: { tools: { listChanged: true } },
      serverInfo: { name: 'shifting', version: '1' },
    }),
    'tools/list': () => ({ tools: tools() }),
    'tools/call': () => ({ content: [{ type: 'text', text: params.name }] }),
  }[method];
  send(result ? { id, result: result() } : { id, error: { code: -32601, message: method } });
});
process.stdin.on('end', () => process.exit(0));
