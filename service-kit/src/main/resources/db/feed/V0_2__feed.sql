-- A consumer's place in the library's change feed, in the consumer's own schema; 0 means from the beginning. Subjects
-- carry the generation under which they were last put in line for work: a new one puts all of them in line again as the
-- feed is replayed.
create table feed_cursor (
  feed       text primary key,
  sequence   bigint not null default 0,
  generation int not null default 1
);
insert into feed_cursor (feed) values ('library');
