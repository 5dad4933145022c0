"""What is done with packages. One file for each subject."""

from throughcare.handover.commands.packing import Packed, hand_over, hand_over_all

__all__ = ["Packed", "hand_over", "hand_over_all"]
