"""What may be asked of packages, and of what goes into them. One file for each subject."""

from throughcare.handover.queries.checking import Checked, check
from throughcare.handover.queries.proving import prove
from throughcare.handover.rules.proof import Line, Proof

__all__ = ["Checked", "Line", "Proof", "check", "prove"]
