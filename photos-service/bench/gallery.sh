#!/usr/bin/env bash
# Prints what deep pages, totals and the timeline of a gallery of 200,000 photos cost, over HTTP.
#
# Needs a running photos-service and its database:
#   PHOTOS_URL   for example http://127.0.0.1:8101
#   OPERATOR_KEY the value of recollect.access.bootstrap-key
#   PSQL         a command that opens the database with the schema photos first in the search path,
#                for example: psql postgresql://user:password@127.0.0.1:8132/recollect?options=-csearch_path%3Dphotos,public
# Fills an event of its own by SQL and deletes it at the end.
set -euo pipefail
: "${PHOTOS_URL:?}" "${OPERATOR_KEY:?}" "${PSQL:?}"
photos=${PHOTOS:-200000}
rounds=${ROUNDS:-30}

api() { # METHOD PATH KEY [JSON]
  curl -sS --fail-with-body -X "$1" "$PHOTOS_URL$2" -H "X-API-Key: $3" ${4:+-H 'Content-Type: application/json' -d "$4"}
}
field() { sed -E "s/.*\"$1\":\"?([^\",}]*)\"?.*/\1/"; }

organisation=$(api POST /api/v1/admin/organisations "$OPERATOR_KEY" '{"name":"Benchmark"}' | field organisation_id)
key=$(api POST "/api/v1/admin/organisations/$organisation/keys" "$OPERATOR_KEY" '{"name":"bench","scopes":["read","admin"]}' | field key)
event=$(api POST "/api/v1/admin/organisations/$organisation/events" "$key" \
  '{"event_name":"Benchmark","event_date":"2026-05-09T08:00:00"}' | field event_id)
trap 'api DELETE "/api/v1/admin/events/$event" "$key" > /dev/null' EXIT

echo "filling event $event with $photos photos"
# Ten hours of an event; one photo in twenty without capture time; ids as of one day of uploading.
time $PSQL -q -v ON_ERROR_STOP=1 <<SQL
insert into photo (event_id, photo_id, sha256, object_key, size_bytes, content_type, filename, width, height,
                   capture_time, ready, rendition_version, large_bytes, small_bytes)
select $event, id, sha256(id::text::bytea), '$organisation/$event/' || id, 3000000, 'image/jpeg', n || '.jpg', 6000, 4000,
       case when n % 20 > 0 then timestamptz '2026-05-09 06:00:00+00' + random() * interval '10 hours' end,
       true, 1, 300000, 20000
  from (select n, (lpad(to_hex(1778313600000 + n * 400), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8'
                   || substr(md5(n::text), 4, 15))::uuid as id
          from generate_series(1, $photos) n) photo;
analyze photo;
analyze gallery_bucket;
SQL

measure() { # NAME PATH
  for ((i = 0; i < rounds + 5; i++)); do
    curl -sS -o /dev/null -w '%{time_total}\n' "$PHOTOS_URL$2" -H "X-API-Key: $key"
  done | tail -n "$rounds" | sort -n | awk -v name="$1" \
    '{ t[NR] = $1 * 1000 } END { printf "%-34s %8.1f %8.1f %8.1f\n", name, t[1], t[int((NR + 1) / 2)], t[int(NR * 0.95 + 0.5)] }'
}

base="/api/v1/ext/$organisation/event/$event"
printf '%-34s %8s %8s %8s\n' "milliseconds, $rounds requests" min median p95
measure "ping" "$base/ping"
measure "images, page 1" "$base/images?page=1"
measure "images, page 3000" "$base/images?page=3000"
measure "images, page 6000" "$base/images?page=6000"
measure "images, page 6250 (undated)" "$base/images?page=6250"
measure "timeline/days" "$base/timeline/days"
measure "timeline/images, 3 h, page 1" "$base/timeline/images?from=1778313617&to=1778324417"
measure "timeline/images, 3 h, page 1500" "$base/timeline/images?from=1778313617&to=1778324417&page=1500"
