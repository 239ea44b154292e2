"""The deterministic simulator: one seed is one history of one desk. See README.md."""
