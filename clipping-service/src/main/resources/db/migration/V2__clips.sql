-- Searches for the moments of a person, and the clips cut for them.

create table clip_search (
  organisation_id  bigint not null,
  event_id         bigint not null,
  request_id       uuid not null,
  model_no         smallint not null references model,
  minimum_cosine   real not null,
  bib              text,
  faces_in_selfie  int not null,
  status           text not null default 'processing' check (status in
                     ('processing', 'completed', 'no_matches', 'no_segments', 'clip_failed', 'failed', 'cancelled')),
  error            text,
  waits_for_videos boolean not null default false,
  stamped          boolean not null default false,
  created_at       timestamptz not null default now(),
  finished_at      timestamptz,
  expires_at       timestamptz not null,
  primary key (event_id, request_id)
);
create unique index clip_search_request on clip_search (organisation_id, request_id);
create index clip_search_waiting on clip_search (created_at) where waits_for_videos;
create index clip_search_expiry on clip_search (expires_at);
comment on column clip_search.bib is 'of a search by bib, until the videos were searched; gone afterwards';
comment on column clip_search.error is 'for the caller; only of a failed search';

-- Personal data, needed until the videos were searched; gone afterwards.
create table clip_search_face (
  event_id   bigint not null,
  request_id uuid not null,
  face_no    int not null,
  embedding  halfvec not null,
  primary key (event_id, request_id, face_no),
  foreign key (event_id, request_id) references clip_search on delete cascade
);

-- The work item that cuts a clip has its clip_id; the clip's object is named by it, so cutting again replaces it.
create table clip (
  event_id         bigint not null,
  clip_id          uuid not null,
  request_id       uuid not null,
  source_video_key bigint not null,
  start_ns         bigint not null,
  end_ns           bigint not null,
  state            text not null default 'pending' check (state in ('pending', 'done', 'failed')),
  progress         real not null default 0,
  error            text,
  status_code      int,
  primary key (event_id, clip_id),
  foreign key (event_id, request_id) references clip_search on delete cascade
);
create index clip_of_search on clip (event_id, request_id);
create index clip_of_video on clip (event_id, source_video_key);
comment on column clip.progress is 'share of the cut that is done, 0-1';
