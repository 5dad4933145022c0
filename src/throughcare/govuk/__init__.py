"""The look of every page: layout, components, assets, error pages. No room's words."""
