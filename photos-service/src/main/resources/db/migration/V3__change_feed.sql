-- What changed, in an order in which a reader that stays below the oldest running transaction skips nothing.

create table change (
  transaction xid8 not null default pg_current_xact_id(),
  sequence    bigint not null generated always as identity,
  event_id    bigint not null,
  -- Absent: the event itself changed.
  photo_id    uuid,
  primary key (transaction, sequence)
);
