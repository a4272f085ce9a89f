"""The single questions lint asks of a pack, one file for each part of the language."""
