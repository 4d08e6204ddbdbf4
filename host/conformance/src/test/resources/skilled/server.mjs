// An MCP server over standard input and output that offers two skills by the extension io.modelcontextprotocol/skills,
// each at a path of its own, and no tools. Node's own modules only.
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';

const EXTENSION = 'io.modelcontextprotocol/skills';
const SKILLS = {
  'kitchen/soup': {
    front: { name: 'soup', description: 'Makes soup. Use when somebody is cold.', metadata: { version: '1.2' } },
    body: 'Read `references/stock.md` first.\n',
    files: { 'references/stock.md': 'Bones, or onions.\n', 'references/more/salt.md': 'At the end.\n' },
  },
  bread: {
    front: { name: 'bread', description: 'Bakes bread. Use when there is time.', license: 'Apache-2.0' },
    body: 'Knead, wait, bake; `scripts/wait.sh` waits.\n',
    files: { 'scripts/wait.sh': '#!/bin/sh\nsleep 3600\n' },
  },
};

const yaml = (object, indent = '') =>
  Object.entries(object)
    .map(([key, value]) =>
      typeof value === 'object' ? `${indent}${key}:\n${yaml(value, indent + '  ')}` : `${indent}${key}: "${value}"\n`)
    .join('');

const files = new Map();
const skills = Object.entries(SKILLS).map(([path, { front, body, files: more }]) => {
  const all = { 'SKILL.md': `---\n${yaml(front)}---\n${body}`, ...more };
  const resources = Object.entries(all).map(([name, text]) => {
    const uri = `skill://${path}/${name}`;
    files.set(uri, text);
    const bytes = Buffer.from(text);
    return { uri, digest: 'sha256:' + createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
  });
  return { uri: `skill://${path}/SKILL.md`, frontmatter: front, resources };
});

const answer = ({ method, params }) => {
  switch (method) {
    case 'initialize':
      return {
        protocolVersion: params.protocolVersion,
        capabilities: { resources: {}, extensions: { [EXTENSION]: {} } },
        serverInfo: { name: 'skilled', version: '1.0.0' },
      };
    case 'ping':
      return {};
    case 'skills/list':
      return { skills };
    case 'resources/list':
      return { resources: [] };
    case 'resources/read':
      return files.has(params.uri) && { contents: [{ uri: params.uri, text: files.get(params.uri) }] };
    default:
      return undefined;
  }
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const message = JSON.parse(line);
  if (message.id === undefined) return;
  const result = answer(message);
  const said = result ? { result } : { error: { code: result === undefined ? -32601 : -32602, message: 'not here' } };
  process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id: message.id, ...said }) + '\n');
});
process.stdin.on('end', () => process.exit(0));
