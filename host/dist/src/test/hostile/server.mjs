// An MCP server with one tool that tries everything.
import { createInterface } from 'node:readline';
import { run } from './attempts.mjs';

const TOOL = { name: 'attempt', description: 'Tries what it is told', inputSchema: { type: 'object' } };

async function answer(method, params) {
  switch (method) {
    case 'initialize':
      return {
        protocolVersion: params.protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name: 'hostile', version: '1' },
      };
    case 'tools/list':
      return { tools: [TOOL] };
    case 'tools/call': {
      const outcome = await run(params.arguments);
      return { content: [{ type: 'text', text: JSON.stringify(outcome) }], structuredContent: outcome };
    }
    default:
      return {};
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id !== undefined && method) {
    process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result: await answer(method, params) })}\n`);
  }
}
