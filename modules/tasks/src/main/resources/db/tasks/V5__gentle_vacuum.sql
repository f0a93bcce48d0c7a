-- The two tables that turn over with every execution are vacuumed all the time where the server looks often enough
-- (autovacuum_naptime): in small pieces, so that commits do not wait behind it.
alter table open_execution set (autovacuum_vacuum_cost_delay = 5);
alter table ended_execution set (autovacuum_vacuum_cost_delay = 5);
