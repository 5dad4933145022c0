"""What allocation declares: a decision that plans may call. It keeps nothing yet."""

from throughcare.allocation.decisions import NPS_OR_CRC, in_force
from throughcare.organisation.holdings import Decides, declare

declare(Decides(name=NPS_OR_CRC, in_force=lambda on: in_force(NPS_OR_CRC, on=on)))
