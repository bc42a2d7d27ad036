"""Is an edition fit to be used?"""

from xueji.process.soundness.fault import Fault
from xueji.process.soundness.inspection import check

__all__ = ["Fault", "check"]
