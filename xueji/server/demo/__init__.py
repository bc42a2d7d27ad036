"""`xueji demo` beyond the running of servers: the training city is made, and its people are introduced."""

from xueji.server.demo.run import run

__all__ = ["run"]
