-- Everything that can be found. event_id is in every key: rows can be distributed by it.

create extension if not exists vector with schema public;

-- What is needed of the library to answer without asking it.
create table event (
  event_id              bigint primary key,
  organisation_id       bigint,
  bib_propagation       boolean not null default false,
  bib_review_confidence double precision not null default 0.8
);
comment on column event.organisation_id is 'null while only photos of the event have come through the feed';

create table photo (
  event_id          bigint not null,
  photo_id          uuid not null,
  width             int not null,
  height            int not null,
  capture_time      timestamptz,
  ready             boolean not null,
  rendition_version int not null,
  bucket            text not null,
  object_key        text not null,
  filename          text,
  sha256            bytea not null,
  generation        int not null,
  primary key (event_id, photo_id)
);
create index photo_gallery on photo (event_id, capture_time, photo_id) where ready;

create table model (
  model_no  smallint generated always as identity primary key,
  model_id  text not null unique,
  dimension int not null,
  seen_at   timestamptz not null default now(),
  coverage  text not null default 'behind' check (coverage in ('behind', 'catching up', 'complete'))
);
comment on column model.dimension is 'of the embeddings';
comment on column model.coverage is 'behind: a photo may have been looked at under other models only, and is not in line';

create table face (
  model_no    smallint not null,
  event_id    bigint not null,
  photo_id    uuid not null,
  face_no     smallint not null,
  low_quality boolean not null,
  confidence  real not null,
  x           real not null,
  y           real not null,
  width       real not null,
  height      real not null,
  primary key (model_no, event_id, photo_id, face_no)
);
create index face_of_photo on face (event_id, photo_id);
comment on column face.face_no is '0 for the largest face of the photo; the same under every model';
comment on column face.x is 'box as shares (0-1) of the photo';

-- The vectors of faces, as many to a row as a page has room for: the exact scan reads every vector of an event, and a page
-- that it can read from one end to the other costs it half of what a page of separate rows does. A photo's faces start in
-- rows of their own, loose ones; whoever finds many of those packs them together.
-- Rows lie in one partition per model and event, made when either is first seen: an event's rows stay together however
-- events grow side by side, vectors of two models never meet, and a model's check constraint fixes their dimension.
create table face_block (
  embeddings halfvec[] not null,
  photo_ids  uuid[] not null,
  face_nos   smallint[] not null,
  loose      boolean not null,
  model_no   smallint not null,
  event_id   bigint not null
) partition by list (model_no);
-- In the row, never beside it.
alter table face_block
  alter column embeddings set storage plain,
  alter column photo_ids set storage plain,
  alter column face_nos set storage plain;
create index face_block_photo on face_block using gin (photo_ids) with (fastupdate = off);
create index face_block_loose on face_block (event_id) where loose;

-- Bound to its functions when it is made: a restore checks rows without a search path to find them by.
create function all_of_dimension(embeddings halfvec[], dimension int) returns boolean
  immutable strict parallel safe language sql
  return (select bool_and(vector_dims(embedding) = dimension) from unnest(embeddings) as embedding);

create table photo_index (
  event_id   bigint not null,
  photo_id   uuid not null,
  model_no   smallint not null,
  faces      smallint not null,
  primary key (event_id, photo_id, model_no)
);

create table bib_reading (
  event_id   bigint not null,
  photo_id   uuid not null,
  reading_no smallint not null,
  text       text not null,
  confidence double precision not null,
  face_no    smallint,
  x          real not null,
  y          real not null,
  width      real not null,
  height     real not null,
  number     text,
  primary key (event_id, photo_id, reading_no)
);
create index bib_reading_number on bib_reading (event_id, number, photo_id);
comment on column bib_reading.number is 'the text, or what the start list makes of it; null when the list knows no such number';

create table start_list_entry (
  event_id bigint not null,
  number   text not null,
  primary key (event_id, number)
);

create table bib_correction (
  event_id     bigint not null,
  photo_id     uuid not null,
  number       text not null,
  worn         boolean not null,
  primary key (event_id, photo_id, number)
);
create index bib_correction_number on bib_correction (event_id, number) where worn;

-- The numbers a photo is found by without its faces' help, and the face that wears each, where that is known.
create view worn_bib as
  select r.event_id, r.photo_id, r.number, r.face_no, r.confidence, 'ocr' as source
    from bib_reading r join event e on e.event_id = r.event_id
   where r.number is not null
     and r.confidence >= e.bib_review_confidence
     and not exists (select 1 from bib_correction c
                      where c.event_id = r.event_id and c.photo_id = r.photo_id and c.number = r.number)
  union all
  select c.event_id, c.photo_id, c.number,
         coalesce(
           (select min(r.face_no) from bib_reading r
             where r.event_id = c.event_id and r.photo_id = c.photo_id and c.number in (r.text, r.number)),
           (select 0 from photo_index i
             where i.event_id = c.event_id and i.photo_id = c.photo_id and i.faces = 1 limit 1)),
         1, 'corrected'
    from bib_correction c
   where c.worn;

-- Photos in which a runner was recognised by a face that wears the number in another photo, the seed.
create table propagated_bib (
  event_id      bigint not null,
  number        text not null,
  photo_id      uuid not null,
  seed_photo_id uuid not null,
  similarity    real not null,
  primary key (event_id, number, photo_id, seed_photo_id)
);
create index propagated_bib_photo on propagated_bib (event_id, photo_id);
create index propagated_bib_seed on propagated_bib (event_id, seed_photo_id);

create table face_search (
  event_id          bigint not null,
  request_id        uuid not null,
  organisation_id   bigint not null,
  model_no          smallint not null,
  embedding         halfvec not null,
  threshold_percent double precision not null,
  faces_in_selfie   int not null,
  total             int not null,
  created_at        timestamptz not null default now(),
  expires_at        timestamptz not null,
  primary key (event_id, request_id)
);
create unique index face_search_request on face_search (organisation_id, request_id);
create index face_search_expiry on face_search (expires_at);

-- Deferrable: a deletion moves the ranks behind it up in one statement.
create table face_search_match (
  event_id   bigint not null,
  request_id uuid not null,
  rank       int not null,
  photo_id   uuid not null,
  similarity real not null,
  primary key (event_id, request_id, rank) deferrable,
  foreign key (event_id, request_id) references face_search on delete cascade
);
create index face_search_match_photo on face_search_match (event_id, photo_id);

-- Whoever holds the row computes the search of that id; a holder that died loses it at claimed_until.
-- Unlogged, so that nobody waits for a disk: what a crash of the database forgets, the next one claims again.
create unlogged table face_search_claim (
  organisation_id bigint not null,
  request_id      uuid not null,
  event_id        bigint not null,
  owner           uuid not null,
  claimed_until   timestamptz not null,
  primary key (organisation_id, request_id)
);
