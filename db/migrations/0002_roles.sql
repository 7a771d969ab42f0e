INSERT INTO installation (id) VALUES (1);
--> statement-breakpoint
INSERT INTO applied_laws (id, key, purpose, channel, place_key) VALUES (0, '', '', '', '');
--> statement-breakpoint
-- Roles are shared by all databases of a server, so another database may have made them already.
DO $$ BEGIN
  CREATE ROLE outdial_app NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
--> statement-breakpoint
DO $$ BEGIN
  CREATE ROLE outdial_read NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
--> statement-breakpoint
-- Whoever owns the database may act as either.
DO $$ BEGIN
  EXECUTE format('GRANT outdial_app, outdial_read TO %I', current_user);
EXCEPTION WHEN OTHERS THEN NULL;
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO outdial_app, outdial_read;
--> statement-breakpoint
GRANT SELECT ON ALL TABLES IN SCHEMA public TO outdial_app, outdial_read;
--> statement-breakpoint
GRANT INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO outdial_app;
--> statement-breakpoint
-- Only what is a queue, a cache or a draft is ever deleted; history is not.
GRANT DELETE ON due, open_attempts, imports, import_problems, import_rows, import_groups, import_mappings, contacts, contact_phones, contact_states, idempotency_keys, pacers, answers_to_apply, counts, count_deltas, login_failures TO outdial_app;
--> statement-breakpoint
-- Append-only: money and audit lines are never changed.
REVOKE UPDATE ON ledger_entries, audit_entries, consent_events, applied_laws, campaign_versions, answers, programme_versions, appointment_versions, reminders, events FROM outdial_app;
--> statement-breakpoint
-- The clock offset and the test mark are not the app's to set; the stop flag is.
REVOKE UPDATE, INSERT ON installation FROM outdial_app;
--> statement-breakpoint
GRANT UPDATE (stopped_at, stopped_by, stopped_reason, replies) ON installation TO outdial_app;
--> statement-breakpoint
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO outdial_app;
--> statement-breakpoint
-- Secrets are not for reading roles.
REVOKE SELECT ON provider_accounts, api_keys, webhook_endpoints, users, sessions, invites FROM outdial_read;
--> statement-breakpoint
GRANT SELECT (id, name, provider, mode, base_url, webhook_ref, currency, call_micros_per_minute, sms_micros, max_concurrent_calls,
  provider_queue_seconds, max_call_minutes, reconciling_until, daily_cap_micros, stopped_at, stopped_reason, breaker_state, breaker_reason,
  breaker_wait_ms, resume_at, ambiguous_in_a_row, provider_balance_micros, provider_balance_at, details, created_at)
  ON provider_accounts TO outdial_read;
--> statement-breakpoint
GRANT SELECT (id, name, public_id, scopes, created_at, expires_at, last_used_at, revoked_at) ON api_keys TO outdial_read;
--> statement-breakpoint
GRANT SELECT (id, url, kinds, enabled, disabled_reason, created_by, created_at, removed_at) ON webhook_endpoints TO outdial_read;
--> statement-breakpoint
GRANT SELECT (id, email, name, role, created_by, created_at, last_seen_at, disabled_at) ON users TO outdial_read;
--> statement-breakpoint
GRANT SELECT (id, purpose, user_id, created_by, created_at, expires_at, used_at) ON invites TO outdial_read;
