"""The visual language of the desks: page frame, macros, filters, theme and keyboard.

A page extends `design/base.jinja`, opens the macros with `{% import "design/ui.jinja" as ui with context %}` and
passes the values of `parts` to them. Each macro file tells its parameters at its head; `design/gallery.jinja` uses
every one of them once.
"""
