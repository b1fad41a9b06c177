#!/usr/bin/env python3
"""Writes schemas.jsonl: schemas of the kinds that structured outputs are asked for, each with values that it allows and
values that it does not. Run it in its own directory: python3 make_schemas.py"""
import json

out = []


def add(name, schema, valid, invalid=()):
    out.append({"name": name, "schema": schema, "valid": list(valid), "invalid": list(invalid)})


def obj(properties, required=None, **more):
    return {"type": "object", "properties": properties,
            "required": list(properties) if required is None else required, "additionalProperties": False, **more}


S, I, N, B, Z = ({"type": t} for t in ("string", "integer", "number", "boolean", "null"))


def arr(items, **more):
    return {"type": "array", "items": items, **more}


# Scalars within objects, as extraction tasks ask for them.
fields = {
    "name": (S, "Ana", 3), "city": (S, "A Coruña", None), "age": (I, 41, "41"), "price": (N, 12.5, "12.5"),
    "in_stock": (B, True, "yes"), "note": (S, 'a "quoted" \\ word\nand a line', 1), "count": (I, -7, 1.5),
    "rating": (N, -0.25, None), "deleted_at": (Z, None, ""), "emoji": (S, "😀 ñ", []),
}
names = list(fields)
for i, a in enumerate(names):
    t, good, bad = fields[a]
    add(f"one field {a}", obj({a: t}), [{a: good}], [{a: bad}, {}, [good]])
    b, c = names[(i + 3) % 10], names[(i + 5) % 10]
    add(f"three fields {a} {b} {c}", obj({k: fields[k][0] for k in (a, b, c)}),
        [{k: fields[k][1] for k in (a, b, c)}], [{a: good, b: fields[b][1]}])
    add(f"optional fields {a} {b} {c}", obj({k: fields[k][0] for k in (a, b, c)}, [b]),
        [{b: fields[b][1]}, {a: good, b: fields[b][1]}, {b: fields[b][1], c: fields[c][1]},
         {k: fields[k][1] for k in (a, b, c)}], [{a: good}, {b: fields[b][1], "other": 1}])
    add(f"nothing required {a} {b} {c}", obj({k: fields[k][0] for k in (a, b, c)}, []),
        [{}, {c: fields[c][1]}, {a: good, c: fields[c][1]}], [{"x": 1}])

# Lists.
for i, (k, (t, good, bad)) in enumerate(fields.items()):
    add(f"list of {k}", obj({"items": arr(t)}), [{"items": []}, {"items": [good]}, {"items": [good] * 5}],
        [{"items": good}, {"items": [good, bad]}])
    add(f"bounded list of {k}", arr(t, minItems=i % 4, maxItems=i % 4 + 2),
        [[good] * (i % 4), [good] * (i % 4 + 2)], [[good] * (i % 4 + 3)])
add("exactly three", arr(N, minItems=3, maxItems=3), [[1, 2, 3]], [[1, 2], [1, 2, 3, 4]])
add("at most one", arr(S, maxItems=1, uniqueItems=True), [[], ["a"]], [["a", "b"]])
add("empty list", arr(S, maxItems=0), [[]], [["a"]])
add("matrix", arr(arr(N, minItems=2, maxItems=2), minItems=2), [[[1, 2], [3, 4]]], [[[1, 2]], [[1], [2]]])
add("pair", {"type": "array", "prefixItems": [S, I], "items": False, "minItems": 2}, [["a", 1]], [["a"], [1, "a"], ["a", 1, 2]])
add("head and tail", {"type": "array", "prefixItems": [S], "items": I, "minItems": 1}, [["a"], ["a", 1, 2]], [[], [1], ["a", "b"]])
add("optional places", {"type": "array", "prefixItems": [S, B, N], "items": False}, [[], ["a"], ["a", True], ["a", True, 2]], [[True]])

# Choices of values.
for name, values in {
    "sentiment": ["positive", "negative", "neutral"], "idioma": ["español", "gallego", "inglés"],
    "priority": [1, 2, 3], "mixed": ["auto", 0, True, None], "accents": ["sí", "no", "quizá"],
    "symbols": ["<a>", "a\"b", "c\\d", "e\nf", "[x]"], "ratio": [0.5, 1.25], "one": ["only"],
    "null too": ["a", None], "objects": [{"a": 1}, [1, 2]],
}.items():
    add(f"enum {name}", obj({"v": {"enum": values}}), [{"v": v} for v in values], [{"v": "no such"}])
    add(f"const {name}", obj({"v": {"const": values[0]}}), [{"v": values[0]}], [{"v": "no such"}])
add("typed enum", obj({"v": {"type": "string", "enum": ["a", "b"]}}), [{"v": "a"}], [{"v": "c"}])
add("nullable enum", obj({"v": {"type": ["string", "null"], "enum": ["a", None]}}), [{"v": "a"}, {"v": None}], [{"v": 1}])

# Several types.
for types, good, bad in [(["string", "null"], ["x", None], 1), (["integer", "null"], [3, None], "3"),
                         (["number", "string"], [1.5, "x"], None), (["boolean", "null"], [False, None], 0),
                         (["array", "null"], [[1], None], "x"), (["object", "null"], [{"a": 1}, None], 2),
                         (["string", "integer", "boolean"], ["x", 1, True], None)]:
    add("types " + " ".join(types), obj({"v": {"type": types}}), [{"v": g} for g in good], [{"v": bad}])
    add("anyOf " + " ".join(types), obj({"v": {"anyOf": [{"type": t} for t in types]}}), [{"v": g} for g in good], [{"v": bad}])

# Numbers between bounds.
for low, high in [(0, 9), (1, 5), (0, 100), (1, 12), (18, 120), (-10, 10), (-273, -1), (1900, 2100), (0, 65535), (7, 7), (-999, 1000), (98765, 432109)]:
    add(f"integer {low} to {high}", obj({"v": {"type": "integer", "minimum": low, "maximum": high}}),
        [{"v": low}, {"v": high}, {"v": (low + high) // 2}], [{"v": low - 1}, {"v": high + 1}])
for kind in ("integer", "number"):
    add(f"{kind} at least", obj({"v": {"type": kind, "minimum": 10}}), [{"v": 10}, {"v": 123456}], [{"v": 9}, {"v": -10}])
    add(f"{kind} at most", obj({"v": {"type": kind, "maximum": 10}}), [{"v": 10}, {"v": -123456}, {"v": 0}], [{"v": 11}])
    add(f"{kind} above", obj({"v": {"type": kind, "exclusiveMinimum": 0}}), [{"v": 1}, {"v": 99}], [{"v": 0}, {"v": -1}])
    add(f"{kind} below", obj({"v": {"type": kind, "exclusiveMaximum": 0}}), [{"v": -1}, {"v": -99}], [{"v": 0}, {"v": 1}])
    add(f"{kind} between exclusive", obj({"v": {"type": kind, "exclusiveMinimum": 1, "exclusiveMaximum": 4}}), [{"v": 2}, {"v": 3}], [{"v": 1}, {"v": 4}])
add("probability", obj({"v": {"type": "number", "minimum": 0, "maximum": 1}}), [{"v": 0}, {"v": 1}, {"v": 0.5}, {"v": 0.123}, {"v": 1.0}], [{"v": 1.01}, {"v": -0.1}, {"v": 2}])
add("price", obj({"v": {"type": "number", "exclusiveMinimum": 0}}), [{"v": 0.01}, {"v": 19.99}, {"v": 0.001}], [{"v": 0}, {"v": -1.5}])
add("decimal bounds", obj({"v": {"type": "number", "minimum": 0.5, "maximum": 99.95}}), [{"v": 0.5}, {"v": 0.75}, {"v": 99.95}, {"v": 42}], [{"v": 0.49}, {"v": 99.96}, {"v": 100}])
add("temperature", obj({"v": {"type": "number", "minimum": -2.5, "maximum": 2.5}}), [{"v": -2.5}, {"v": -0.3}, {"v": 0}, {"v": 2.5}], [{"v": -2.51}, {"v": 3}])
add("whole multiple", obj({"v": {"type": "number", "multipleOf": 1}}), [{"v": 4}], [{"v": 4.5}])

# Strings: length, pattern, format.
for low, high in [(1, 3), (0, 5), (2, 2), (10, 300), (0, 1000), (300, 900)]:
    add(f"text of {low} to {high}", obj({"v": {"type": "string", "minLength": low, "maxLength": high}}),
        [{"v": "ñ" * low}, {"v": "x" * high}], [{"v": "x" * (high + 1)}] + ([{"v": "x" * (low - 1)}] if low else []))
add("not empty", obj({"v": {"type": "string", "minLength": 1}}), [{"v": "a"}, {"v": "a" * 600}], [{"v": ""}])
for pattern, good, bad in [
    ("^[A-Z]{3}$", ["EUR", "USD"], ["eur", "EURO"]), ("^\\d{5}$", ["15001"], ["1500", "a5001"]),
    ("^[a-z0-9_-]+$", ["a-b_1"], ["", "A"]), ("^(red|green|blue)$", ["red", "blue"], ["pink"]),
    ("^#[0-9a-fA-F]{6}$", ["#ffAA00"], ["ffAA00"]), ("^\\+?[0-9]{7,15}$", ["+34600123123", "6001231"], ["12"]),
    ("^[A-Z]{2}-\\d{3,6}(/[A-Z])?$", ["AB-123", "AB-123456/Z"], ["AB-12"]), ("\\d", ["1", "ab1cd"], ["abc"]),
    ("^v\\d+\\.\\d+\\.\\d+$", ["v1.20.3"], ["1.2.3"]), ("^[^@\\s]+@[^@\\s]+$", ["a@b"], ["a b@c", "@"]),
    ("^[0-9]{8}[A-Z]$", ["12345678Z"], ["1234567Z"]), ("^ES\\d{22}$", ["ES9121000418450200051332"], ["ES91"]),
    ("^(?:a|bc)*d?$", ["", "abcad"], ["b"]), ("^[\\w.]{1,8}$", ["a_b.c"], ["a-b"]), ("^\"[^\"]*\"$", ['"x"'], ['x']),
    ("^a|b$", ["abc", "cb"], ["cc"]), ("^C:\\\\[a-z]+$", ["C:\\dir"], ["C:/dir"]),
]:
    add(f"pattern {pattern}", obj({"v": {"type": "string", "pattern": pattern}}), [{"v": g} for g in good], [{"v": b} for b in bad])
add("pattern with length", obj({"v": {"type": "string", "pattern": "^[A-Z]{2,4}$", "minLength": 2, "maxLength": 4}}), [{"v": "ABC"}], [{"v": "A"}])
for form, good, bad in [
    ("date", ["2026-11-22", "2024-02-29"], ["2026-13-01", "2025-02-29", "22/11/2026"]),
    ("time", ["09:30:00Z", "23:59:59.5+01:00"], ["24:00:00Z", "9:30"]),
    ("date-time", ["2026-11-22T09:30:00Z", "2026-01-31T23:00:00.25-05:30"], ["2026-11-22"]),
    ("duration", ["P3D", "PT1H30M", "P2W"], ["3 days", "P"]), ("email", ["ana.perez@correo.example"], ["ana", "a@"]),
    ("hostname", ["a-b.example.com"], ["-a"]), ("ipv4", ["192.168.1.10", "0.0.0.0"], ["256.1.1.1"]),
    ("ipv6", ["2001:db8:0:0:0:0:2:1", "::1", "fe80::1"], ["1:2"]),
    ("uuid", ["123e4567-e89b-12d3-a456-426614174000"], ["123e4567"]),
    ("uri", ["https://example.com/a/b?c=d#e"], ["example"]), ("markdown", ["**x**"], [1]),
]:
    add(f"format {form}", obj({"v": {"type": "string", "format": form}}), [{"v": g} for g in good], [{"v": b} for b in bad])

# References, recursion, composition.
person = obj({"name": S, "email": {"type": "string", "format": "email"}})
add("reference", {"$defs": {"person": person}, **obj({"author": {"$ref": "#/$defs/person"}, "editors": arr({"$ref": "#/$defs/person"})})},
    [{"author": {"name": "A", "email": "a@b.es"}, "editors": []}], [{"author": "A", "editors": []}])
add("old definitions", {"definitions": {"id": {"type": "integer", "minimum": 1}}, **obj({"id": {"$ref": "#/definitions/id"}})}, [{"id": 1}], [{"id": 0}])
add("reference to a property", obj({"a": {"type": "string", "maxLength": 4}, "b": {"$ref": "#/properties/a"}}), [{"a": "x", "b": "y"}], [{"a": "x", "b": "long text"}])
add("reference with a note", {"$defs": {"d": I}, **obj({"a": {"$ref": "#/$defs/d", "description": "a note"}})}, [{"a": 1}], [{"a": "1"}])
add("reference with a rule", {"$defs": {"d": {"type": "integer", "minimum": 0}}, **obj({"a": {"$ref": "#/$defs/d", "maximum": 5}})}, [{"a": 5}], [{"a": 6}])
add("tree", {"$defs": {"node": obj({"value": I, "children": arr({"$ref": "#/$defs/node"}, maxItems=3)})}, "$ref": "#/$defs/node"},
    [{"value": 1, "children": []}, {"value": 1, "children": [{"value": 2, "children": [{"value": 3, "children": []}]}]}], [{"value": 1}])
add("linked list", obj({"value": S, "next": {"anyOf": [{"$ref": "#"}, Z]}}),
    [{"value": "a", "next": None}, {"value": "a", "next": {"value": "b", "next": None}}], [{"value": "a", "next": "b"}])
add("optional recursion", obj({"name": S, "parent": {"$ref": "#"}}, ["name"]), [{"name": "a"}, {"name": "a", "parent": {"name": "b"}}], [{"parent": {"name": "b"}}])
add("expression", {"$defs": {"e": {"anyOf": [N, obj({"op": {"enum": ["+", "*"]}, "left": {"$ref": "#/$defs/e"}, "right": {"$ref": "#/$defs/e"}})]}},
    **obj({"e": {"$ref": "#/$defs/e"}})}, [{"e": 1}, {"e": {"op": "+", "left": 1, "right": {"op": "*", "left": 2, "right": 3}}}], [{"e": "1"}])
add("ui", {"$defs": {"ui": obj({"type": {"enum": ["div", "button"]}, "label": S, "children": arr({"$ref": "#/$defs/ui"}, maxItems=2)})}, **obj({"ui": {"$ref": "#/$defs/ui"}})},
    [{"ui": {"type": "div", "label": "", "children": [{"type": "button", "label": "Go", "children": []}]}}], [{"ui": {"type": "a", "label": "", "children": []}}])
circle = obj({"kind": {"const": "circle"}, "radius": N})
square = obj({"kind": {"const": "square"}, "side": N})
for word in ("anyOf", "oneOf"):
    add(f"{word} shapes", obj({"shape": {word: [circle, square]}}), [{"shape": {"kind": "circle", "radius": 2}}, {"shape": {"kind": "square", "side": 2}}], [{"shape": {"kind": "circle", "side": 2}}])
    add(f"{word} at the root", {word: [circle, square]}, [{"kind": "circle", "radius": 2}], [{"kind": "oval"}])
    add(f"{word} scalars", {word: [S, I]}, ["a", 1], [True])
    add(f"{word} references", {"$defs": {"c": circle, "s": square}, word: [{"$ref": "#/$defs/c"}, {"$ref": "#/$defs/s"}]}, [{"kind": "square", "side": 1}], [{}])
add("anyOf beside properties", {"type": "object", "properties": {"id": I, "a": S, "b": S}, "additionalProperties": False, "anyOf": [{"required": ["id", "a"]}, {"required": ["id", "b"]}]},
    [{"id": 1, "a": "x"}, {"id": 1, "b": "x"}], [{"id": 1}])
add("allOf", {"allOf": [{"type": "object", "properties": {"a": I}, "required": ["a"]}, {"type": "object", "properties": {"b": S}, "required": ["b"]}]}, [{"a": 1, "b": "x"}], [{"a": 1}])
add("allOf of bounds", obj({"v": {"allOf": [{"type": "integer", "minimum": 0}, {"maximum": 9}]}}), [{"v": 0}, {"v": 9}], [{"v": 10}])
add("allOf with a reference", {"$defs": {"base": {"type": "object", "properties": {"id": I}, "required": ["id"]}}, "allOf": [{"$ref": "#/$defs/base"}], "properties": {"name": S}, "required": ["name"]}, [{"name": "a", "id": 1}], [{"id": 1}])
add("allOf narrows a property", {"allOf": [{"type": "object", "properties": {"v": {"type": "integer", "minimum": 1}}, "required": ["v"]}, {"properties": {"v": {"maximum": 3}}}]}, [{"v": 2}], [{"v": 4}, {"v": 0}])

# Open objects.
add("map of numbers", {"type": "object", "additionalProperties": N}, [{}, {"a": 1}, {"a": 1, "b": 2.5}], [{"a": "x"}])
add("map of lists", {"type": "object", "additionalProperties": arr(S)}, [{"a": ["x"]}], [{"a": "x"}])
add("properties and others", {"type": "object", "properties": {"id": I, "idx": S}, "required": ["id"], "additionalProperties": B}, [{"id": 1}, {"id": 1, "idx": "x", "i": True, "idxx": False}], [{"id": True}, {"id": 1, "other": 3}])
add("optional and others", {"type": "object", "properties": {"id": I}, "additionalProperties": S}, [{}, {"id": 1}, {"x": "y"}, {"id": 1, "x": "y"}], [{"x": 1}])
add("any object", {"type": "object"}, [{}, {"a": [1, {"b": None}]}], [[], 1])
add("any value", {}, [{}, [], 1, "a", None, True])
add("true", obj({"v": True}), [{"v": 1}, {"v": {"a": "b"}}], [{}])
add("object without members", obj({}), [{}], [{"a": 1}])
add("required but not declared", {"type": "object", "properties": {"a": I}, "required": ["a", "z"]}, [{"a": 1, "z": "x"}], [{"a": 1}])
add("bounded map", {"type": "object", "additionalProperties": I, "minProperties": 1, "maxProperties": 2}, [{"a": 1}, {"a": 1, "b": 2}], [{}, {"a": 1, "b": 2, "c": 3}])
add("unevaluated", {"type": "object", "properties": {"a": I}, "required": ["a"], "unevaluatedProperties": False}, [{"a": 1}], [{"a": 1, "b": 2}])
add("strange names", obj({"a b": I, "ñ\"": S, "$x/y~z": B, "": N}), [{"a b": 1, "ñ\"": "x", "$x/y~z": True, "": 1}], [{"a b": 1}])
add("only a format", obj({"v": {"format": "uuid"}}), [{"v": "123e4567-e89b-12d3-a456-426614174000"}], [])
add("no type", {"properties": {"a": I}, "required": ["a"]}, [{"a": 1}], [{"a": "x"}])

# Larger ones, as applications send them.
add("calendar event", obj({"name": S, "date": {"type": "string", "format": "date"}, "participants": arr(S)}), [{"name": "Reunión", "date": "2026-11-22", "participants": ["Ana", "Luis"]}], [{"name": "x", "date": "hoy", "participants": []}])
add("math steps", obj({"steps": arr(obj({"explanation": S, "output": S})), "final_answer": S}), [{"steps": [{"explanation": "a", "output": "b"}], "final_answer": "c"}], [{"steps": [{"explanation": "a"}], "final_answer": "c"}])
add("paper", obj({"title": S, "authors": arr(S, minItems=1), "abstract": S, "keywords": arr(S)}), [{"title": "a", "authors": ["b"], "abstract": "c", "keywords": []}], [{"title": "a", "authors": [], "abstract": "c", "keywords": []}])
add("moderation", obj({"is_violating": B, "category": {"anyOf": [{"enum": ["violence", "sexual", "self_harm"]}, Z]}, "explanation_if_violating": {"type": ["string", "null"]}}), [{"is_violating": False, "category": None, "explanation_if_violating": None}], [{"is_violating": False, "category": "x", "explanation_if_violating": None}])
line = obj({"sku": {"type": "string", "pattern": "^[A-Z]{3}-\\d{4}$"}, "quantity": {"type": "integer", "minimum": 1, "maximum": 999}, "unit_price": {"type": "number", "minimum": 0}})
add("invoice", {"$defs": {"line": line}, **obj({"number": {"type": "string", "pattern": "^F\\d{4}/\\d{3}$"}, "issued": {"type": "string", "format": "date"}, "currency": {"enum": ["EUR", "USD"]}, "lines": arr({"$ref": "#/$defs/line"}, minItems=1, maxItems=20), "paid": B, "notes": {"type": ["string", "null"]}})},
    [{"number": "F2026/001", "issued": "2026-11-22", "currency": "EUR", "lines": [{"sku": "ABC-1234", "quantity": 2, "unit_price": 9.99}], "paid": False, "notes": None}], [{"number": "F2026/001"}])
add("search call", obj({"query": {"type": "string", "minLength": 1, "maxLength": 200}, "filters": obj({"language": {"enum": ["es", "en"]}, "since": {"type": "string", "format": "date-time"}}, []), "limit": {"type": "integer", "minimum": 1, "maximum": 50, "default": 10}}, ["query"]),
    [{"query": "horario"}, {"query": "horario", "filters": {"language": "es"}, "limit": 5}], [{"limit": 5}])
add("weather call", obj({"location": S, "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]}}, ["location"]), [{"location": "Lugo"}, {"location": "Lugo", "unit": "celsius"}], [{"unit": "celsius"}])
add("shipment", obj({"id": {"type": "string", "format": "uuid"}, "to": obj({"street": S, "postcode": {"type": "string", "pattern": "^\\d{5}$"}, "country": {"const": "ES"}}), "parcels": arr(obj({"kg": {"type": "number", "exclusiveMinimum": 0, "maximum": 30}, "fragile": B}, ["kg"]), minItems=1, maxItems=4), "deliver": {"type": "string", "format": "date-time"}}),
    [{"id": "123e4567-e89b-12d3-a456-426614174000", "to": {"street": "Rúa Real 1", "postcode": "15001", "country": "ES"}, "parcels": [{"kg": 1.5}], "deliver": "2026-11-22T09:30:00Z"}], [{}])

with open("schemas.jsonl", "w", encoding="utf-8") as file:
    for entry in out:
        file.write(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n")
print(len(out), "schemas")
