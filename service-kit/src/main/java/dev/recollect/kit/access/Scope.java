package dev.recollect.kit.access;

/** What an API key may do. Scopes are independent: {@code ADMIN} does not include the others. */
public enum Scope {
  READ,
  INGEST,
  ADMIN
}
