// The command that the official suite takes for a client: hands the server's URL to the Polar of the test, whose connector
// is the client, and ends as that says. What asks for OAuth is not tried: Polar has none towards servers.
//   node connector.mjs CONTROL-URL SERVER-URL
const [control, server] = process.argv.slice(2);
const { MCP_CONFORMANCE_SCENARIO: scenario, MCP_CONFORMANCE_CONTEXT: context } = process.env;
if (scenario.startsWith('auth/')) process.exit(3);
const response = await fetch(control, {
  method: 'POST',
  body: JSON.stringify({ scenario, server, context: JSON.parse(context ?? '{}') }),
});
console.log(await response.text());
process.exit(response.ok ? 0 : 1);
