# SPDX-License-Identifier: MIT
"""Holds run files against results/schema.json.

    read_schema.py SCHEMA valid RUN.json...      each is what the schema says, and no more
    read_schema.py SCHEMA verdicts FOLDER        of the files there, those named ok_* pass
                                                 and those named fail_* do not

Status 0, or 1 and what is wrong. A reader passes over members that it does not know, and
so does the schema; a run of this version has none.
"""
import json
import math
import os
import sys

import jsonschema

# What no schema can say.
BEYOND = ("fail_case_duplicate.json", "fail_looks_falling.json", "fail_case_cause_numbers.json", "fail_column_shorter.json",
          "fail_column_longer.json", "fail_time_column_null.json")


def unique(pairs):
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name that stands twice")
    return dict(pairs)


def finite(text):
    if not math.isfinite(float(text)):
        raise ValueError("a number without end")
    return float(text)


def load(path):
    """By the letter of JSON, which Python does not keep to."""
    with open(path, encoding="utf-8") as file:
        return json.load(file, object_pairs_hook=unique, parse_float=finite, parse_constant=finite)


def strict(schema):
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: strict(part) for name, part in schema.items()}
    return dict(found, additionalProperties=False) if "properties" in schema else found


def complaint(validator, path):
    try:
        run = load(path)
    except ValueError as error:
        return str(error)
    error = next(iter(validator.iter_errors(run)), None)
    return error and "%s: %s" % (error.json_path, error.message)


def check_valid(schema, paths):
    validator = jsonschema.Draft202012Validator(strict(schema))
    wrong = [(path, complaint(validator, path)) for path in paths]
    return ["%s: %s" % (path, why) for path, why in wrong if why]


def check_verdicts(schema, folder):
    validator = jsonschema.Draft202012Validator(schema)
    names = [n for n in sorted(os.listdir(folder)) if n.endswith(".json") and n not in BEYOND]
    wrong = []
    for name in names:
        why = complaint(validator, os.path.join(folder, name))
        if name.startswith("ok_") == bool(why):
            wrong.append("%s: %s" % (name, why or "passes"))
    return wrong if names else ["%s: no files there" % folder]


def main(schema_path, what, *paths):
    schema = load(schema_path)
    jsonschema.Draft202012Validator.check_schema(schema)
    wrong = check_valid(schema, paths) if what == "valid" else check_verdicts(schema, *paths)
    for line in wrong:
        print(line)
    return 1 if wrong else 0


sys.exit(main(*sys.argv[1:]))
