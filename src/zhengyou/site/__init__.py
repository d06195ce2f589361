"""Site 门户与工作台: settings, addresses, menus, the three front doors and the command line."""
