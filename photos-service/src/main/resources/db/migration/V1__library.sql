-- The library of record: who owns what, and which photos there are.

create table organisation (
  organisation_id bigint generated always as identity primary key,
  name            text not null,
  created_at      timestamptz not null default now()
);

create table api_key (
  key_id          bigint generated always as identity primary key,
  organisation_id bigint not null references organisation,
  name            text not null,
  key_sha256      bytea not null unique check (length(key_sha256) = 32),
  key_start       text not null,
  scopes          text not null,
  state           text not null default 'active' check (state in ('active', 'inactive', 'deleted')),
  created_at      timestamptz not null default now()
);
create index api_key_of_organisation on api_key (organisation_id, key_id) where state <> 'deleted';

create table event (
  event_id               bigint generated always as identity primary key,
  organisation_id        bigint not null references organisation,
  event_name             text not null,
  event_slug             text not null,
  event_date             timestamp not null,
  time_zone              text not null,
  status                 text not null check (status in ('draft', 'active', 'archived')),
  event_enabled          boolean not null,
  bib_search             boolean not null,
  selfie_search          boolean not null,
  name_search            boolean not null,
  video_search           boolean not null,
  video_selfie_search    boolean not null,
  timeline_search        boolean not null,
  bib_propagation        boolean not null,
  publish_originals      boolean not null,
  face_threshold_percent double precision check (face_threshold_percent between 0 and 100),
  bib_review_confidence  double precision not null check (bib_review_confidence between 0 and 1),
  retention_days         int check (retention_days > 0),
  cover_image_id         uuid,
  -- How clips are cut from source videos.
  clip_padding_before_seconds double precision not null check (clip_padding_before_seconds between 0 and 60),
  clip_padding_after_seconds  double precision not null check (clip_padding_after_seconds between 0 and 60),
  clip_max_gap_seconds        double precision not null check (clip_max_gap_seconds between 0 and 600),
  clip_min_length_seconds     double precision not null check (clip_min_length_seconds between 0.5 and 300),
  clip_max_length_seconds     double precision not null check (clip_max_length_seconds between 1 and 600),
  clip_max_per_video          int not null check (clip_max_per_video between 1 and 100),
  clip_stamped                boolean not null,
  clip_retention_days         int not null check (clip_retention_days > 0),
  rendition_version      int not null default 1,
  created_at             timestamptz not null default now(),
  deleted_at             timestamptz,
  check (clip_max_length_seconds >= 2 * clip_min_length_seconds)
);
create unique index event_slug_in_organisation on event (organisation_id, event_slug) where deleted_at is null;
create index event_newest_first on event (organisation_id, event_date desc, event_id) where deleted_at is null;
create index event_with_retention on event (event_id) where retention_days is not null and deleted_at is null;

-- The first 48 bits of a UUIDv7 are milliseconds since 1970.
create function uuid_time(id uuid) returns timestamptz immutable strict parallel safe language sql as $$
  select timestamptz '1970-01-01 00:00:00+00'
       + ('x' || translate(left(id::text, 13), '-', ''))::bit(48)::bigint * interval '1 millisecond'
$$;

create function minute_of(moment timestamptz) returns timestamptz immutable strict parallel safe language sql as $$
  select date_bin(interval '1 minute', moment, timestamptz '1970-01-01 00:00:00+00')
$$;

create table photo (
  event_id          bigint not null references event,
  photo_id          uuid not null,
  sha256            bytea not null check (length(sha256) = 32),
  object_key        text not null,
  size_bytes        bigint not null,
  content_type      text not null,
  filename          text,
  width             int not null,
  height            int not null,
  camera            text,
  camera_name       text,
  -- What the camera wrote, without its offset; kept to be read anew when the event's time zone changes.
  local_time        timestamp,
  -- 'offset': EXIF says it; 'gps': time of the satellites, offset 0; 'event': the event's time zone.
  time_source       text check (time_source in ('offset', 'gps', 'event')),
  offset_seconds    int,
  -- The instant by the camera's clock; capture_time is this plus the camera's clock offset.
  clock_time        timestamptz,
  capture_time      timestamptz,
  ready             boolean not null default false,
  rendition_version int not null default 0,
  large_bytes       bigint,
  small_bytes       bigint,
  created_at        timestamptz not null default now(),
  undated           boolean not null generated always as (capture_time is null) stored,
  gallery_time      timestamptz not null generated always as (coalesce(capture_time, uuid_time(photo_id))) stored,
  primary key (event_id, photo_id),
  constraint photo_bytes_once_per_event unique (event_id, sha256)
);
create index photo_in_gallery on photo (event_id, undated, gallery_time, photo_id) where ready;
create index photo_of_camera on photo (event_id, camera) where camera is not null;

create table camera_clock (
  event_id       bigint not null references event,
  camera         text not null,
  offset_seconds int not null,
  primary key (event_id, camera)
);

-- Overlays are PNG.
create table stamp (
  event_id  bigint primary key references event,
  landscape bytea not null,
  portrait  bytea not null,
  position  text not null,
  opacity   double precision not null,
  scale     double precision not null,
  margin    double precision not null
);

-- A presigned upload that has not been completed, or was and may be asked about again.
create table direct_upload (
  event_id   bigint not null references event,
  upload_id  uuid not null,
  object_key text not null,
  filename   text,
  photo_id   uuid,
  -- What its completion was answered with, for whoever asks again.
  status     text check (status in ('stored', 'duplicate')),
  created_at timestamptz not null default now(),
  primary key (event_id, upload_id),
  check (num_nulls(photo_id, status) in (0, 2))
);
create index direct_upload_by_age on direct_upload (created_at);

-- Last comparison of a stored original with its checksum; both absent before the first.
create table integrity (
  event_id   bigint not null,
  photo_id   uuid not null,
  state      text check (state in ('intact', 'altered', 'missing')),
  checked_at timestamptz default now(),
  primary key (event_id, photo_id),
  foreign key (event_id, photo_id) references photo on delete cascade,
  check (num_nulls(state, checked_at) in (0, 2))
);
create index integrity_by_age on integrity (checked_at nulls first);
create index integrity_broken on integrity (state) where state <> 'intact';
