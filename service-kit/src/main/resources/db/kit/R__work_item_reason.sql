-- Repeatable, since it comes after the services' own versions where a schema is there already.

alter table work_item add column if not exists reason text;
comment on column work_item.last_error is 'of the last failure, for operators: may name hosts and paths';
comment on column work_item.reason is 'of the last failure, for callers';

update work_item set reason = 'The work failed; the server''s log says why.' where last_error is not null and reason is null;
