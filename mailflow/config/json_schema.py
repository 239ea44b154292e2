"""rules.yaml as a JSON Schema, for editors: made of schema.py and the words of `when:` and `then:`, written nowhere
else. It accepts all that `load` accepts, and finds misspelt keys, wrong words and wrong kinds of value while one types;
what keys have to do with each other, only `mailflow check` knows. Imports pydantic (150 ms).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from mailflow.config.block import SchemaBlock, many
from mailflow.config.schema import RulesFile
from mailflow.core import actions, conditions
from mailflow.core.plain import JsonObject
from mailflow.webhooks import words as webhook_words

_DIALECT = "http://json-schema.org/draft-07/schema#"  # what editors know best
_OWN_LOOK = SchemaBlock._known_keys_with_values.__name__
_SCALAR: JsonObject = {"type": ["string", "number", "boolean"]}
_VARIABLE: JsonObject = {"type": "string", "pattern": r"\$\{\w+\}"}  # ${NAME} may stand for any value


def rules_schema() -> JsonObject:
    """The schema of the whole file."""
    found = RulesFile.model_json_schema(schema_generator=_Generator)
    words = found["$defs"]["PolicyPart"]["properties"]
    words["when"] = _words(conditions.WORDS)
    words["then"] = _words(actions.WORDS)
    found["$defs"]["WebhookPart"]["properties"]["when"] = _words(webhook_words.WORDS)
    return {"$schema": _DIALECT, "title": "rules.yaml of mailflow", **_relaxed(found)}


class _Generator(GenerateJsonSchema):
    """Pydantic's, which knows of a value only what it is after our own functions have read it."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """`many`: one, or a list. Others: what it makes, or a text, number or yes and no, as they are written."""
        inner, function = self.generate_inner(schema["schema"]), schema["function"]["function"]
        if getattr(function, "__name__", "") == _OWN_LOOK:
            return inner
        if "enum" in inner:
            return {"anyOf": [inner, {"type": "boolean"}]}  # `off` is false to some who read YAML
        if function is many:
            return {"anyOf": [inner.get("items", {}), inner]}
        return {"anyOf": [inner, _SCALAR]} if inner else dict(_SCALAR)

    def is_instance_schema(self, schema: core_schema.IsInstanceSchema) -> JsonSchemaValue:
        """A value made of a text by our own function: `written`."""
        return dict(_SCALAR)

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Without the default: most are values of ours, which are no JSON; the docs say them as they are written."""
        return self.generate_inner(schema["schema"])

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        return {**super().model_schema(schema), "additionalProperties": False}


def _words(table: Mapping[str, Callable[..., object]]) -> JsonObject:
    """The words of `when:` or `then:`; the docstring of a word's function is its reference."""
    value: JsonObject = {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}, {"type": "null"}]}
    words = {word: {"description": inspect.getdoc(function) or "", **value} for word, function in table.items()}
    return {"type": "object", "properties": words, "additionalProperties": False}


def _relaxed(value: JsonObject) -> JsonObject:
    """As rules.yaml is read: a key without a value is missing, ${NAME} stands for any value, a number may be text."""
    made = {key: _within(one) for key, one in value.items() if key not in ("title", "default")}
    if "properties" in value:
        needed = value.get("required", ())
        made["properties"] = {
            key: _relaxed(one) if key in needed else _or_nothing(_relaxed(one))
            for key, one in value["properties"].items()
        }
    if set(made) & {"enum", "const"} or made.get("type") in ("integer", "boolean", "number"):
        return {"anyOf": [made, _VARIABLE]}
    return made


def _within(value: object) -> object:
    if isinstance(value, list):
        return [_within(one) for one in value]
    return _relaxed(value) if isinstance(value, dict) else value


def _or_nothing(value: JsonObject) -> JsonObject:
    """The description stays outside, where editors look for it."""
    kept = {key: one for key, one in value.items() if key != "description"}
    return {**{key: value[key] for key in value.keys() - kept.keys()}, "anyOf": [kept, {"type": "null"}]}
