"""Small looks that repeat on every page."""

from django import template

register = template.Library()
