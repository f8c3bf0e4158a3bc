"""The record's JSON Schema, for other tools."""

import json

import click

from schemas.export import record_schema


@click.command("schema")
def schema_command() -> None:
    """Print the record's JSON Schema."""
    click.echo(json.dumps(record_schema(), indent=2, ensure_ascii=False))
