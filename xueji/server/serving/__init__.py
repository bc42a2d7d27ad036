"""Runs the web server and the worker as child processes of one program that watches over them."""

from xueji.server.serving.doorway import Doorway, doorway
from xueji.server.serving.supervisor import Child, supervise, web, worker

__all__ = ["Child", "Doorway", "doorway", "supervise", "web", "worker"]
