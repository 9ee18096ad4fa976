-- Source videos, from the first word of one until it is deleted.

-- The highest key that was ever given; the next one that nobody chooses is above it.
alter table event add column last_source_video_key bigint not null default 0;

create table source_video (
  event_id         bigint not null references event,
  source_video_key bigint not null check (source_video_key > 0),
  -- A UUIDv7; names the object.
  video_id         uuid not null,
  state            text not null check (state in ('uploading', 'fetching', 'probing', 'accepted', 'refused')),
  -- Why it was refused.
  reason           text,
  filename         text,
  start_time       timestamptz,
  -- Only while it is fetched: it may carry a secret.
  source_url       text,
  -- Of the object storage, while it is uploaded in parts.
  multipart_id     text,
  part_bytes       bigint,
  size_bytes       bigint,
  sha256           bytea check (length(sha256) = 32),
  content_type     text,
  codec            text,
  duration_nanos   bigint,
  width            int,
  height           int,
  created_at       timestamptz not null default now(),
  primary key (event_id, source_video_key),
  unique (event_id, video_id),
  check (state <> 'accepted'
         or num_nulls(size_bytes, sha256, content_type, codec, duration_nanos, width, height) = 0),
  check (state <> 'uploading' or num_nulls(multipart_id, part_bytes, size_bytes) = 0),
  check (state <> 'fetching' or source_url is not null)
);
create unique index source_video_bytes_once_per_event on source_video (event_id, sha256) where state = 'accepted';
create index source_video_uploading on source_video (created_at) where state = 'uploading';

-- Last comparison of a stored video with its checksum.
create table video_integrity (
  event_id         bigint not null,
  source_video_key bigint not null,
  state            text not null check (state in ('intact', 'altered', 'missing')),
  checked_at       timestamptz not null default now(),
  primary key (event_id, source_video_key),
  foreign key (event_id, source_video_key) references source_video on delete cascade
);
create index video_integrity_broken on video_integrity (state) where state <> 'intact';

-- Keys of deleted videos that others were told of.
create table retired_video_key (
  event_id         bigint not null references event,
  source_video_key bigint not null,
  primary key (event_id, source_video_key)
);
