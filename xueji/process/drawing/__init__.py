"""A procedure drawn, tabulated and written as data: the same file that decides is the one people read."""

from xueji.process.drawing.data import as_json
from xueji.process.drawing.diagram import STYLE, diagram_svg
from xueji.process.drawing.graph import Numbers
from xueji.process.drawing.help import Help, help_of
from xueji.process.drawing.table import StatusRow, clock_text, status_table

__all__ = ["STYLE", "Help", "Numbers", "StatusRow", "as_json", "clock_text", "diagram_svg", "help_of", "status_table"]
