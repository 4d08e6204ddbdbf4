// Counts its calls, and says when it is let go.
import { createInterface } from 'node:readline';

let calls = 0;
const say = (id, result) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\n');
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (method === 'initialize') {
    say(id, { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'idle', version: '1' } });
  } else if (method === 'tools/list') {
    say(id, { tools: [{ name: 'count', inputSchema: { type: 'object' } }] });
  } else if (method === 'tools/call') {
    setTimeout(() => say(id, { content: [{ type: 'text', text: String(++calls) }] }), params.arguments.millis ?? 0);
  } else if (id !== undefined) {
    say(id, {});
  }
}).on('close', () => {
  process.stderr.write('let go\n', () => process.exit(0));
});
