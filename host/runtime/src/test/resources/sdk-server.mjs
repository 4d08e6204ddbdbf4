// A server of the official SDK with revision 2026-07-28 alone; prints the port it listens on.
import { createServer } from 'node:http';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { z } from 'zod';

const handler = createMcpHandler(() => {
  const server = new McpServer({ name: 'sdk', version: '1.0.0' }, { instructions: 'greet people' });
  server.registerTool(
    'greet',
    { description: 'Greets', inputSchema: z.object({ name: z.string().meta({ 'x-mcp-header': 'Name' }) }) },
    async ({ name }) => ({ content: [{ type: 'text', text: `Hello, ${name}!` }] }),
  );
  server.registerTool('slow', { description: 'Waits', inputSchema: z.object({}) }, async (_, context) => {
    for (let i = 0; i < 3; i++) {
      await new Promise((done) => setTimeout(done, 20));
    }
    return { content: [{ type: 'text', text: 'done' }], structuredContent: { done: true } };
  });
  return server;
}, { legacy: 'reject' });
const server = createServer(toNodeHandler(handler)).listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit(0)).resume();
