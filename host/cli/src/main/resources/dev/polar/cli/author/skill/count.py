"""Answers the tool "count": arguments come as JSON on standard input, the answer goes as JSON to standard output."""

import json
import sys

text = json.load(sys.stdin)["text"]
json.dump(
    {"lines": len(text.splitlines()), "words": len(text.split()), "characters": len(text)},
    sys.stdout,
)
