-- What changed, numbered so that a reader who goes by the numbers alone skips nothing: a number is drawn by a writer who
-- holds the feed's advisory lock in shared mode until its transaction ends, and pages are read under the exclusive one,
-- when no drawn number can still be waiting for its commit.

create sequence change_sequence;

-- In a procedural language, since only there the lock is sure to come before the number.
create function next_change() returns bigint volatile language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(7146254320113);
  return nextval('change_sequence');
end $$;

-- Waits for the writers and keeps new ones waiting until the transaction ends; false when a writer took too long. What
-- is to be read must be another statement: this one does not see what it waited for.
create function settle_changes() returns boolean volatile language plpgsql set lock_timeout = '1s' as $$
begin
  perform pg_advisory_xact_lock(7146254320113);
  return true;
exception when lock_not_available then
  return false;
end $$;

create table change (
  sequence         bigint primary key default next_change(),
  event_id         bigint not null,
  -- Both absent: the event itself changed.
  photo_id         uuid,
  source_video_key bigint
);
alter sequence change_sequence owned by change.sequence;
