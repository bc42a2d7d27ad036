"""Says what is missing on this machine and how to mend it."""

from xueji.server.doctor.examination import examine
from xueji.server.doctor.findings import Finding

__all__ = ["Finding", "examine"]
