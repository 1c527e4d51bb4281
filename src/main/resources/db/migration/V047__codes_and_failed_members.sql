-- The stable code of a failure: what is decided on, where its words are for people. Older rows have none.
alter table refresh_member add column problem_code text;
alter table removal add column problem_code text;

-- Its own installation had failed when the run took it: where it fails again it is no readier than before.
alter table refresh_member add column was_failed boolean not null default false;

-- The build that was asked for, for this instance alone; null for the organization's.
alter table onboarding add column build text;
