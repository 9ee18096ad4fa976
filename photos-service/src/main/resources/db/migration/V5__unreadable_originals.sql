-- When an original could not be read the last time: it is tried again after a while, behind the others. What was known of
-- it before stays.

alter table integrity add column unreadable_at timestamptz;

alter table video_integrity add column unreadable_at timestamptz;
alter table video_integrity alter column state drop not null;
alter table video_integrity alter column checked_at drop not null;
alter table video_integrity add check (num_nulls(state, checked_at) in (0, 2));
