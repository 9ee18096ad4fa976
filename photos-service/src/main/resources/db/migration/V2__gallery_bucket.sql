-- How many photos the gallery shows per minute: what makes totals, deep pages and the timeline cheap. Photos without a
-- capture time are counted by the minute of their id.

create table gallery_bucket (
  event_id bigint not null,
  undated  boolean not null,
  minute   timestamptz not null,
  photos   int not null check (photos >= 0),
  primary key (event_id, undated, minute)
);

create function shift_gallery_bucket(of_event bigint, of_undated boolean, of_minute timestamptz, difference int)
returns void language plpgsql as $$
begin
  update gallery_bucket set photos = photos + difference
   where event_id = of_event and undated = of_undated and minute = of_minute;
  if not found then
    insert into gallery_bucket as bucket (event_id, undated, minute, photos)
    values (of_event, of_undated, of_minute, difference)
    on conflict (event_id, undated, minute) do update set photos = bucket.photos + excluded.photos;
  elsif difference < 0 then
    delete from gallery_bucket
     where event_id = of_event and undated = of_undated and minute = of_minute and photos = 0;
  end if;
end $$;

-- Buckets are always taken in the order of their key: two writers never wait for each other in a circle.
create function count_added_photos() returns trigger language plpgsql as $$
begin
  perform shift_gallery_bucket(event_id, undated, minute, difference)
     from (select event_id, undated, minute_of(gallery_time) as minute, count(*)::int as difference
             from added where ready
            group by 1, 2, 3 order by 1, 2, 3) bucket;
  return null;
end $$;

create function count_removed_photos() returns trigger language plpgsql as $$
begin
  perform shift_gallery_bucket(event_id, undated, minute, difference)
     from (select event_id, undated, minute_of(gallery_time) as minute, -count(*)::int as difference
             from removed where ready
            group by 1, 2, 3 order by 1, 2, 3) bucket;
  return null;
end $$;

create function count_changed_photos() returns trigger language plpgsql as $$
begin
  perform shift_gallery_bucket(event_id, undated, minute, difference)
     from (select event_id, undated, minute, sum(one)::int as difference
             from (select event_id, undated, minute_of(gallery_time) as minute, 1 as one from added where ready
                   union all
                   select event_id, undated, minute_of(gallery_time), -1 from removed where ready) photo
            group by 1, 2, 3 having sum(one) <> 0
            order by 1, 2, 3) bucket;
  return null;
end $$;

create trigger photos_added after insert on photo
  referencing new table as added
  for each statement execute function count_added_photos();
create trigger photos_removed after delete on photo
  referencing old table as removed
  for each statement execute function count_removed_photos();
create trigger photos_changed after update on photo
  referencing old table as removed new table as added
  for each statement execute function count_changed_photos();
