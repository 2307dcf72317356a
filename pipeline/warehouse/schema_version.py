"""The version of the public schema: what those downstream rely on (docs/schema.md says what raises which part)."""

# semver. `docs/schema.json` describes this version; a test fails when the two part, and says what to do.
SCHEMA_VERSION = "2.1.0"
