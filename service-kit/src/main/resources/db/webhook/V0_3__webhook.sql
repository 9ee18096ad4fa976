-- Webhooks of a service, in the service's own schema: who is told, and what they were told.

create table webhook_endpoint (
  event_id        bigint not null,
  endpoint_id     uuid not null default gen_random_uuid(),
  url             text not null,
  secret          bytea not null,
  previous_secret bytea,
  previous_until  timestamptz,
  active          boolean not null default true,
  created_at      timestamptz not null default now(),
  primary key (event_id, endpoint_id)
);
comment on column webhook_endpoint.secret is 'in the clear, for the service signs with it';
comment on column webhook_endpoint.previous_until is 'until then the previous secret signs, too';

create table webhook_delivery (
  event_id        bigint not null,
  delivery_id     uuid not null default gen_random_uuid(),
  endpoint_id     uuid not null,
  type            text not null,
  payload         text not null,
  state           text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
  attempts        int not null default 0,
  next_attempt_at timestamptz default now(),
  give_up_at      timestamptz not null,
  last_status     int,
  last_error      text,
  created_at      timestamptz not null default now(),
  finished_at     timestamptz,
  primary key (event_id, delivery_id),
  foreign key (event_id, endpoint_id) references webhook_endpoint on delete cascade
);
create index webhook_delivery_due on webhook_delivery (event_id, next_attempt_at) where state = 'pending';
create index webhook_delivery_log on webhook_delivery (event_id, endpoint_id, created_at desc, delivery_id);
create index webhook_delivery_finished on webhook_delivery (finished_at) where state <> 'pending';
comment on column webhook_delivery.payload is 'the body, byte for byte';
comment on column webhook_delivery.last_status is 'HTTP status of the last answer; null when there was none';
