"""Tags and filters of our pages; built into every template."""

from django import template

register = template.Library()
