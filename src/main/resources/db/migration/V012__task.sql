-- Durable work that is open. A row is gone when its work is done.
create table task (
    kind        text        not null,
    key         text        not null,
    -- when it may be claimed next; while it is held, the end of the lease
    due_at      timestamptz not null,
    lease_owner text,
    lease_until timestamptz,
    -- grows with every claim of any task, so that it also grows over a row that was deleted and made anew
    fence       bigint      not null default 0,
    -- counts enqueues, so that one that comes during a turn is not lost
    wakes       bigint      not null default 0,
    errors      integer     not null default 0,
    primary key (kind, key)
);
create index task_due on task (kind, due_at);
create sequence task_fence;

-- Enqueues, appended by whoever wants work done and moved into "task" by the workers. Append-only on purpose: an enqueue locks no
-- row of "task", so that it cannot deadlock with a turn that holds its task and waits for the enqueuer's rows.
create table task_wake (
    id     bigint generated always as identity primary key,
    kind   text        not null,
    key    text        not null,
    due_at timestamptz not null
);
