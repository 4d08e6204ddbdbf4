// The official TypeScript SDK as a client: asks for everything a server offers and says what it got, as one line of JSON.
//   node typescript.mjs 1|2 URL TOKEN DIRECTORY    version 1 with a handshake, or 2 without; where node_modules is
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [version, url, token, directory] = process.argv.slice(2);
const require = createRequire(directory + '/x.js');
const load = (name) => import(pathToFileURL(require.resolve(name)).href.replace(/\.cjs$/, '.mjs'));

async function parts() {
  if (version === '2') return load('@modelcontextprotocol/client');
  return {
    ...(await load('@modelcontextprotocol/sdk/client/index.js')),
    ...(await load('@modelcontextprotocol/sdk/client/streamableHttp.js')),
  };
}
const { Client, StreamableHTTPClientTransport } = await parts();
const client = new Client(
  { name: 'typescript', version: '1' },
  version === '2' ? { versionNegotiation: { mode: { pin: '2026-07-28' } } } : {},
);
const requestInit = { headers: { Authorization: `Bearer ${token}` } };
await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
const tools = (await client.listTools()).tools.map((tool) => tool.name);
const echo = tools.find((name) => name.endsWith('echo'));
const said = await client.callTool({ name: echo, arguments: { message: 'hi' } });
const prompts = (await client.listPrompts()).prompts.map((prompt) => prompt.name);
const resources = (await client.listResources()).resources.map((resource) => resource.uri);
const unknown = await client.callTool({ name: 'nobody__nothing', arguments: {} }).catch((error) => ({ code: error.code }));
const read = resources.length ? await client.readResource({ uri: resources[0] }) : { contents: [] };
console.log(JSON.stringify({
  tools,
  prompts,
  resources,
  said: said.content[0].text,
  unknown: unknown.code,
  read: read.contents.length,
}));
await client.close();
