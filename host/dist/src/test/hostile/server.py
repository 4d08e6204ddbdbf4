"""An MCP server with one tool that tries everything."""

import json
import sys

from attempts import run

TOOL = {"name": "attempt", "description": "Tries what it is told", "inputSchema": {"type": "object"}}


def answer(method, params):
    if method == "initialize":
        return {
            "protocolVersion": params["protocolVersion"],
            "capabilities": {"tools": {}},
            "serverInfo": {"name": "hostile", "version": "1"},
        }
    if method == "tools/list":
        return {"tools": [TOOL]}
    if method == "tools/call":
        outcome = run(params["arguments"])
        return {"content": [{"type": "text", "text": json.dumps(outcome)}], "structuredContent": outcome}
    return {}


for line in sys.stdin:
    message = json.loads(line)
    if "id" in message and "method" in message:
        reply = {"jsonrpc": "2.0", "id": message["id"], "result": answer(message["method"], message.get("params"))}
        print(json.dumps(reply), flush=True)
