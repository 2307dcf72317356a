"""The version of the public schema, which downstream users rely on (docs/schema.md says what raises which part)."""

# semver. `docs/schema.json` describes this version; a test fails if the two diverge, and says what to do.
SCHEMA_VERSION = "2.4.0"
