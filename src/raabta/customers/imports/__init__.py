"""The parts of an import that need no database: reading, detecting, preparing in processes."""
