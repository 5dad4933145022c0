"""The staff workspace: screens that put several rooms side by side. Never a rule."""
