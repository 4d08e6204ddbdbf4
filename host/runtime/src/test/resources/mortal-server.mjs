// Says when it starts and when it is called, dies when it is asked to, and describes its tools as its first argument says.
import { createInterface } from 'node:readline';

let [words = 'as approved', ...more] = process.argv.slice(2);
const modern = more.includes('modern');
const readable = more.includes('readable');
const say = (id, result) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\n');
const tool = (name) => ({ name, description: name === 'count' ? words : name, inputSchema: { type: 'object' } });
let calls = 0;
let listener;

process.stderr.write('started\n');
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (method === 'initialize' && modern) {
    process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32601, message: 'unknown' } }) + '\n');
  } else if (method === 'server/discover') {
    say(id, { resultType: 'complete', supportedVersions: ['2026-07-28'], capabilities: { tools: { listChanged: true } } });
  } else if (method === 'subscriptions/listen') {
    listener = id;
  } else if (method === 'initialize') {
    const capabilities = readable ? { tools: {}, resources: {} } : { tools: {} };
    say(id, { protocolVersion: params.protocolVersion, capabilities, serverInfo: { name: 'mortal', version: '1' } });
  } else if (method === 'tools/list') {
    say(id, { tools: ['count', 'die', 'third'].map(tool) });
  } else if (method === 'resources/list') {
    say(id, { resources: [{ uri: 'note://one', name: 'one' }] });
  } else if (method === 'resources/templates/list') {
    say(id, { resourceTemplates: [] });
  } else if (method === 'tools/call') {
    process.stderr.write('called\n');
    if (params.name === 'die') process.exit(1);
    if (params.name === 'third') {
      words = 'something else';
      const told = { _meta: { 'io.modelcontextprotocol/subscriptionId': listener } };
      if (listener !== undefined) {
        process.stdout.write(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/tools/list_changed', params: told }) + '\n');
      }
    }
    say(id, { content: [{ type: 'text', text: String(++calls) }] });
  } else if (id !== undefined) {
    say(id, {});
  }
});
