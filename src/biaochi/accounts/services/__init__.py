"""Writes of the accounts, one module for each thing done."""
