// Tokens of another implementation of signed tokens, and the keys to them, as one line of JSON.
//   node mint.mjs DIRECTORY ISSUER AUDIENCE    where node_modules is
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [directory, issuer, audience] = process.argv.slice(2);
const require = createRequire(directory + '/node_modules/@modelcontextprotocol/sdk/x.js');
const { exportJWK, generateKeyPair, SignJWT } = await import(pathToFileURL(require.resolve('jose')).href);
const made = { keys: [], tokens: {} };
for (const alg of ['ES256', 'RS256', 'PS256', 'EdDSA']) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  made.keys.push({ ...(await exportJWK(publicKey)), kid: 'a ' + alg, alg, use: 'sig' });
  made.tokens[alg] = await new SignJWT({ scope: 'polar', client_id: 'mint' })
    .setProtectedHeader({ alg, typ: 'at+jwt', kid: 'a ' + alg })
    .setIssuer(issuer).setAudience(audience).setSubject('anna').setIssuedAt().setExpirationTime('10m')
    .sign(privateKey);
}
console.log(JSON.stringify(made));
