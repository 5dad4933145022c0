"""Services and programmes: referrals to suppliers, what they plan and deliver; what happened is in the log of `probation`."""
