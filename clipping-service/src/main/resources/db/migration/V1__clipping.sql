-- Everything that is known of source videos. event_id is in every key: rows can be distributed by it.

create extension if not exists vector with schema public;

create table model (
  model_no  smallint generated always as identity primary key,
  model_id  text not null unique,
  dimension int not null,
  seen_at   timestamptz not null default now(),
  unique (model_no, dimension)
);
comment on column model.seen_at is 'when a replica last used it, to the hour';

-- The library's videos. The work item that describes a video has its description_id; a new upload under the same key
-- never comes, but a replay of the feed under a new generation does.
create table source_video (
  event_id         bigint not null,
  source_video_key bigint not null,
  description_id   uuid not null,
  bucket           text not null,
  object_key       text not null,
  size_bytes       bigint not null,
  duration_ns      bigint not null,
  filename         text,
  start_time       timestamptz,
  generation       int not null,
  description      jsonb,
  primary key (event_id, source_video_key)
);
create unique index source_video_description on source_video (event_id, description_id);
comment on column source_video.duration_ns is 'as the library says, for progress';
comment on column source_video.description is 'what ffprobe says; null until the video was looked at';

-- The packets of a video, a thousand to a row, in decoding order; earliest and latest are the ticks at which the first and
-- the last of them are shown. Written while the file is read, which takes long, and checked at the end only: nothing waits.
create table packet_page (
  event_id         bigint not null,
  source_video_key bigint not null,
  page_no          int not null,
  earliest_pts     bigint not null,
  latest_pts       bigint not null,
  packets          bytea not null,
  primary key (event_id, source_video_key, page_no),
  foreign key (event_id, source_video_key) references source_video on delete cascade deferrable initially deferred
);
comment on column packet_page.page_no is 'rising; of a video that was described again it does not begin at 0';

-- One row per part of a video and model, made when the video was described. The work item of a chunk has its id.
create table analysis_chunk (
  event_id         bigint not null,
  source_video_key bigint not null,
  model_no         smallint not null references model,
  chunk_no         int not null,
  chunk_id         uuid not null,
  start_ns         bigint not null,
  end_ns           bigint not null,
  duration_ns      bigint not null,
  started_at       timestamptz,
  finished_at      timestamptz,
  primary key (event_id, source_video_key, model_no, chunk_no),
  foreign key (event_id, source_video_key) references source_video on delete cascade
);
create unique index analysis_chunk_item on analysis_chunk (event_id, chunk_id);
comment on column analysis_chunk.duration_ns is 'what the part has of the video, for progress; end_ns of the last one lies beyond the end';

-- A face followed through a chunk.
create table track (
  event_id         bigint not null,
  source_video_key bigint not null,
  model_no         smallint not null,
  chunk_no         int not null,
  track_no         int not null,
  primary key (event_id, source_video_key, model_no, chunk_no, track_no),
  foreign key (event_id, source_video_key, model_no, chunk_no) references analysis_chunk on delete cascade
);

-- Times count from the beginning of the video.
create table sighting (
  event_id         bigint not null,
  source_video_key bigint not null,
  model_no         smallint not null,
  chunk_no         int not null,
  track_no         int not null,
  time_ns          bigint not null,
  primary key (event_id, source_video_key, model_no, chunk_no, track_no, time_ns),
  foreign key (event_id, source_video_key, model_no, chunk_no, track_no) references track on delete cascade
);

-- What the face of a track looked like: few embeddings, each unlike the others. The model comes first in the key:
-- vectors of two models never meet.
create table track_look (
  model_no         smallint not null,
  event_id         bigint not null,
  source_video_key bigint not null,
  chunk_no         int not null,
  track_no         int not null,
  look_no          smallint not null,
  dimension        int not null,
  embedding        halfvec not null,
  primary key (model_no, event_id, source_video_key, chunk_no, track_no, look_no),
  foreign key (model_no, dimension) references model (model_no, dimension),
  foreign key (event_id, source_video_key, model_no, chunk_no, track_no) references track on delete cascade,
  check (vector_dims(embedding) = dimension)
);
create index track_look_track on track_look (event_id, source_video_key, model_no, chunk_no, track_no);
alter table track_look alter column embedding set storage plain;

-- A bib number that was read in a picture; with the track of the face that seems to wear it, if there is one.
create table bib_reading (
  event_id         bigint not null,
  source_video_key bigint not null,
  model_no         smallint not null,
  chunk_no         int not null,
  reading_no       int not null,
  track_no         int,
  time_ns          bigint not null,
  text             text not null,
  primary key (event_id, source_video_key, model_no, chunk_no, reading_no),
  foreign key (event_id, source_video_key, model_no, chunk_no) references analysis_chunk on delete cascade,
  foreign key (event_id, source_video_key, model_no, chunk_no, track_no) references track on delete cascade
);
create index bib_reading_text on bib_reading (event_id, model_no, text);
create index bib_reading_track on bib_reading (event_id, source_video_key, model_no, chunk_no, track_no);
comment on column bib_reading.model_no is 'of the face model whose chunk it is; the reader has none of its own';
