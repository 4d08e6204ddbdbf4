// The official TypeScript SDK as a client that has no token: what it finds out by itself, as one line of JSON.
//   node oauth.mjs 1|2 URL DIRECTORY SUBJECT CERTIFICATE
// version 1 with a handshake, or 2 without; where node_modules is; who says yes; a file with the host's certificate
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import tls from 'node:tls';
import { pathToFileURL } from 'node:url';

const [version, url, directory, subject, certificate] = process.argv.slice(2);
tls.setDefaultCACertificates([readFileSync(certificate, 'utf8')]);
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

const redirect = 'http://127.0.0.1:1/callback';
const seen = { asked: [] };
let callback;
const provider = {
  get redirectUrl() { return redirect; },
  get clientMetadata() {
    return { client_name: 'typescript', redirect_uris: [redirect], grant_types: ['authorization_code'],
      response_types: ['code'], token_endpoint_auth_method: 'none' };
  },
  clientInformation() { return seen.registered; },
  saveClientInformation(information) { seen.registered = information; },
  tokens() { return seen.tokens; },
  saveTokens(tokens) { seen.tokens = tokens; },
  saveCodeVerifier(verifier) { seen.verifier = verifier; },
  codeVerifier() { return seen.verifier; },
  // The browser: whoever sits there says yes at once.
  async redirectToAuthorization(where) {
    seen.asked.push(where.searchParams.get('resource'), where.searchParams.get('scope'));
    where.searchParams.set('login', subject);
    const answer = await fetch(where, { redirect: 'manual' });
    callback = new URL(answer.headers.get('location')).searchParams;
  },
};

const connect = async () => {
  const client = new Client(
    { name: 'typescript', version: '1' },
    version === '2' ? { versionNegotiation: { mode: { pin: '2026-07-28' } } } : {},
  );
  const transport = new StreamableHTTPClientTransport(new URL(url), { authProvider: provider });
  try {
    await client.connect(transport);
    return client;
  } catch (error) {
    if (!callback) throw error;
    const came = callback;
    callback = undefined;
    await transport.finishAuth(version === '2' ? came : came.get('code'));
    return undefined;
  }
};

try {
  const client = (await connect()) ?? (await connect());
  const tools = (await client.listTools()).tools.map((tool) => tool.name);
  console.log(JSON.stringify({ resource: seen.asked[0], scope: seen.asked[1], tools }));
  await client.close();
} catch (error) {
  console.log(JSON.stringify({ refused: String(error.message ?? error), code: String(error.code ?? '') }));
}
