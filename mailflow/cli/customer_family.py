"""The whole family `mailflow customers`: importing it registers every command."""

from mailflow.cli import customer_changes, customer_files
from mailflow.cli.customers import customers as customers

COMMANDS = (customer_changes, customer_files)
