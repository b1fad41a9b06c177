#!/usr/bin/env python3
"""Renders chats with Python's jinja2, set up as transformers does, and records what comes out.

    python3 make_references.py DIRECTORY

DIRECTORY holds the models' own templates (llama.cpp's models/templates), which are not part of this repository. Needs
jinja2 3.1. Writes references.json: for each template and each chat of chats.json the prompt, or null if it refuses."""
import json, pathlib, sys
from jinja2.exceptions import TemplateError
from jinja2.ext import loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

here = pathlib.Path(__file__).parent


def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def refuse(message):
    raise TemplateError(message)


environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols])
environment.filters["tojson"] = tojson
environment.globals["raise_exception"] = refuse

MODELS = ["Qwen-Qwen2.5-7B-Instruct", "Qwen-Qwen3-0.6B", "Qwen3.5-4B", "Qwen3-Coder", "Qwen-QwQ-32B"]


def render(source, chat):
    try:
        return environment.from_string(source).render(**chat)
    except (TemplateError, TypeError) as refused:
        print("  refused:", refused)
        return None


chats = json.loads((here / "chats.json").read_text(encoding="utf-8"))
references = {}
for name in MODELS:
    source = (pathlib.Path(sys.argv[1]) / (name + ".jinja")).read_text(encoding="utf-8")
    references[name] = {chat: render(source, variables) for chat, variables in chats.items()}
(here / "references.json").write_text(json.dumps(references, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

own = {}
for file in sorted((here / "own").glob("*.jinja")):
    print(file.name)
    own[file.name] = render(file.read_text(encoding="utf-8"), json.loads((here / "own" / "variables.json").read_text(encoding="utf-8")))
(here / "own" / "references.json").write_text(json.dumps(own, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
