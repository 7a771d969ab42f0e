-- An attempt is written four times in its first minute: room on its own page lets most of these be HOT updates.
ALTER TABLE attempts SET (fillfactor = 60);
--> statement-breakpoint
ALTER TABLE credit_accounts SET (fillfactor = 50);
--> statement-breakpoint
-- A queue and a lock table: small, rewritten all the time, and read by every claim.
ALTER TABLE due SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
--> statement-breakpoint
ALTER TABLE open_attempts SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
