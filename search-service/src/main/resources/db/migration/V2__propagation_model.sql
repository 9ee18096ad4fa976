-- Null for events that were there before: they are put in line once.
alter table event add column propagation_model smallint;
comment on column event.propagation_model is
  'the face model whose faces every number of the event has passed through, or is in line to; null when others had a part in it';
