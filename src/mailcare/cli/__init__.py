"""What people type: one file per group of commands, loaded lazily."""
