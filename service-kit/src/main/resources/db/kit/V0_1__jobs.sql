-- Background work of a service, in the service's own schema. scheduled_tasks is db-scheduler's table.

create table scheduled_tasks (
  task_name            text not null,
  task_instance        text not null,
  task_data            bytea,
  execution_time       timestamptz not null,
  picked               boolean not null,
  picked_by            text,
  last_success         timestamptz,
  last_failure         timestamptz,
  consecutive_failures int,
  last_heartbeat       timestamptz,
  version              bigint not null,
  priority             smallint,
  primary key (task_name, task_instance)
);
create index scheduled_tasks_due on scheduled_tasks (priority desc, execution_time asc);
create index scheduled_tasks_execution_time on scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);

create table work_item (
  queue           text not null,
  event_id        bigint not null,
  item_id         uuid not null,
  state           text not null default 'pending' check (state in ('pending', 'done', 'dead')),
  attempts        int not null default 0,
  next_attempt_at timestamptz not null default now(),
  finished_at     timestamptz,
  last_error      text,
  primary key (queue, event_id, item_id)
);
create index work_item_due on work_item (queue, event_id, next_attempt_at, item_id) where state = 'pending';
create index work_item_dead on work_item (queue, event_id) where state = 'dead';
create index work_item_finished on work_item (queue, event_id, finished_at) where state = 'done';
