"""What is done with packages. One file for each subject."""

from throughcare.handover.commands.packing import Packed, hand_over, hand_over_all
from throughcare.handover.commands.taking import Taken, take_over, try_to_take_over
from throughcare.handover.commands.undoing import undo

__all__ = ["Packed", "Taken", "hand_over", "hand_over_all", "take_over", "try_to_take_over", "undo"]
