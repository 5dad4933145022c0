"""Unpaid work (community payback): hours ordered, where they are worked, and how each minute was credited."""
