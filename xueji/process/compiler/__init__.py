"""From either notation to the one compiled form."""

from xueji.process.compiled import CompiledProcedure, CompiledState, RouteRow, Transition
from xueji.process.compiler.machine import NotationError, compile_procedure

__all__ = ["CompiledProcedure", "CompiledState", "NotationError", "RouteRow", "Transition", "compile_procedure"]
