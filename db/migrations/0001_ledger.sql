CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"public_id" text NOT NULL,
	"secret_sha256" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT outdial_now() NOT NULL,
	"expires_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"run_id" uuid NOT NULL,
	"contact_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"account_id" uuid NOT NULL,
	"number_id" uuid NOT NULL,
	"subject" text DEFAULT '' NOT NULL,
	"step" integer NOT NULL,
	"ordinal" integer NOT NULL,
	"channel" text NOT NULL,
	"phone" bigint NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"sender" uuid NOT NULL,
	"lease_until" timestamp with time zone NOT NULL,
	"granted_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"closes_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"policy_version" integer NOT NULL,
	"hold_micros" bigint NOT NULL,
	"cost_micros" bigint,
	"cost_presumed" boolean DEFAULT false NOT NULL,
	"rendered" jsonb,
	"provider_ref" text,
	"outcome" text,
	"provider_reason" text,
	"talk_seconds" integer,
	"created_at" timestamp with time zone DEFAULT outdial_now() NOT NULL,
	"gated_at" timestamp with time zone,
	"sent_at" timestamp with time zone,
	"accepted_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"disposed_at" timestamp with time zone,
	CONSTRAINT "attempts_state_known" CHECK ("attempts"."state" in ('INTENT', 'SENDING', 'ACCEPTED', 'UNKNOWN', 'PARKED', 'REFUSED', 'VOID', 'ENDED', 'DISPOSED')),
	CONSTRAINT "attempts_hold_not_negative" CHECK ("attempts"."hold_micros" >= 0)
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"reason" text,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT outdial_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"settings" jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT outdial_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contact_phones" (
	"contact_id" bigint NOT NULL,
	"place" integer NOT NULL,
	"phone" bigint NOT NULL,
	"line_type" text DEFAULT 'unknown' NOT NULL,
	"zone_key" text NOT NULL,
	CONSTRAINT "contact_phones_pkey" PRIMARY KEY("contact_id","place")
);
--> statement-breakpoint
CREATE TABLE "contact_states" (
	"contact_id" bigint PRIMARY KEY NOT NULL,
	"run_id" uuid,
	"state" text NOT NULL,
	"reason" text,
	"step" integer DEFAULT 0 NOT NULL,
	"attempts_made" integer DEFAULT 0 NOT NULL,
	"last_outcome" text,
	"changed_at" timestamp with time zone DEFAULT outdial_now() NOT NULL,
	CONSTRAINT "contact_states_state_known" CHECK ("contact_states"."state" in ('ready', 'waiting', 'in_flight', 'reached', 'exhausted', 'failed', 'suppressed', 'unknown_zone', 'expired', 'parked', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"id" bigint PRIMARY KEY NOT NULL,
	"import_id" uuid NOT NULL,
	"row_number" integer NOT NULL,
	"phone" bigint NOT NULL,
	"line_type" text DEFAULT 'unknown' NOT NULL,
	"external_id" text,
	"name" text,
	"zone_key" text NOT NULL,
	"zone_source" text NOT NULL,
	"variables" json DEFAULT '{}'::json NOT NULL,
	"overrides" jsonb
);
--> statement-breakpoint
CREATE TABLE "credit_accounts" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"account_id" uuid,
	"campaign_id" uuid,
	"kind" text NOT NULL,
	"balance_micros" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "credit_accounts_have_one_owner" CHECK (("credit_accounts"."account_id" is null) <> ("credit_accounts"."campaign_id" is null)),
	CONSTRAINT "credit_accounts_kind_known" CHECK ("credit_accounts"."kind" in ('funding', 'available', 'spent'))
);
--> statement-breakpoint
CREATE TABLE "due" (
	"run_id" uuid NOT NULL,
	"contact_id" bigint NOT NULL,
	"phone" bigint NOT NULL,
	"subject" text DEFAULT '' NOT NULL,
	"step" integer NOT NULL,
	"channel" text NOT NULL,
	"earliest_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"try_at" timestamp with time zone NOT NULL,
	"closes_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"roll_at" timestamp with time zone NOT NULL,
	"policy_version" integer NOT NULL,
	CONSTRAINT "due_pkey" PRIMARY KEY("contact_id","run_id","subject","step"),
	CONSTRAINT "due_rolls_at_first_end" CHECK ("due"."roll_at" = least("due"."closes_at", "due"."expires_at"))
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"caller" text NOT NULL,
	"key" text NOT NULL,
	"route" text NOT NULL,
	"body_sha256" text NOT NULL,
	"status" integer,
	"answer" jsonb,
	"created_at" timestamp with time zone DEFAULT outdial_now() NOT NULL,
	CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY("caller","key")
);
--> statement-breakpoint
CREATE TABLE "import_groups" (
	"import_id" uuid NOT NULL,
	"severity" text NOT NULL,
	"code" text NOT NULL,
	"column_name" text DEFAULT '' NOT NULL,
	"fix" text DEFAULT '' NOT NULL,
	"count" integer NOT NULL,
	"examples" jsonb NOT NULL,
	CONSTRAINT "import_groups_pkey" PRIMARY KEY("import_id","severity","code","column_name","fix")
);
--> statement-breakpoint
CREATE TABLE "import_mappings" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"header_key" text NOT NULL,
	"name" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"ignore" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT outdial_now() NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "import_mappings_headerKey_unique" UNIQUE("header_key")
);
--> statement-breakpoint
CREATE TABLE "import_problems" (
	"import_id" uuid NOT NULL,
	"row_number" integer NOT NULL,
	"ordinal" integer NOT NULL,
	"severity" text NOT NULL,
	"code" text NOT NULL,
	"column_name" text,
	"value" text,
	"message" text NOT NULL,
	"fix" text,
	"suggested" text,
	CONSTRAINT "import_problems_pkey" PRIMARY KEY("import_id","row_number","ordinal")
);
--> statement-breakpoint
CREATE TABLE "import_rows" (
	"import_id" uuid NOT NULL,
	"row_number" integer NOT NULL,
	"verdict" text NOT NULL,
	"cells" jsonb NOT NULL,
	"shape" text,
	"pending" boolean DEFAULT false NOT NULL,
	"edited_by" text,
	"edited_at" timestamp with time zone,
	CONSTRAINT "import_rows_pkey" PRIMARY KEY("import_id","row_number")
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"serial" bigint GENERATED ALWAYS AS IDENTITY (sequence name "imports_serial_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"first_contact_id" bigint GENERATED ALWAYS AS (serial * 16777216) STORED,
	"last_contact_id" bigint GENERATED ALWAYS AS (serial * 16777216 + 16777215) STORED,
	"campaign_id" uuid,
	"purpose" text DEFAULT 'contacts' NOT NULL,
	"file_name" text NOT NULL,
	"file_sha256" text NOT NULL,
	"file_bytes" bigint NOT NULL,
	"stored_path" text NOT NULL,
	"state" text NOT NULL,
	"wanted" text DEFAULT 'commit' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"changed_by" text,
	"changed_at" timestamp with time zone,
	"options" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"detected" jsonb,
	"last_row" integer DEFAULT 0 NOT NULL,
	"rows_read" integer DEFAULT 0 NOT NULL,
	"bytes_read" bigint DEFAULT 0 NOT NULL,
	"accepted_rows" integer DEFAULT 0 NOT NULL,
	"rejected_rows" integer DEFAULT 0 NOT NULL,
	"duplicate_rows" integer DEFAULT 0 NOT NULL,
	"committed_rows" integer DEFAULT 0 NOT NULL,
	"undone_rows" integer DEFAULT 0 NOT NULL,
	"stopped_contacts" integer DEFAULT 0 NOT NULL,
	"failure" jsonb,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT outdial_now() NOT NULL,
	"failed_jobs" integer DEFAULT 0 NOT NULL,
	"step_started_at" timestamp with time zone,
	"working_until" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "imports_state_known" CHECK ("imports"."state" in ('receiving', 'uploaded', 'checking', 'checked', 'committing', 'done', 'undoing', 'undone', 'failed', 'cancelled')),
	CONSTRAINT "imports_wanted_known" CHECK ("imports"."wanted" in ('upload', 'check', 'commit')),
	CONSTRAINT "imports_rows_add_up" CHECK ("imports"."state" not in ('checked', 'committing', 'done') or "imports"."rows_read" = "imports"."accepted_rows" + "imports"."rejected_rows" + "imports"."duplicate_rows")
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"is_test" boolean DEFAULT false NOT NULL,
	"clock_offset_ms" bigint DEFAULT 0 NOT NULL,
	"stopped_at" timestamp with time zone,
	"stopped_by" text,
	"stopped_reason" text,
	"created_at" timestamp with time zone DEFAULT outdial_now() NOT NULL,
	CONSTRAINT "installation_is_single" CHECK ("installation"."id" = 1),
	CONSTRAINT "installation_clock_is_real_unless_test" CHECK ("installation"."is_test" or "installation"."clock_offset_ms" = 0)
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ledger_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"from_account" uuid NOT NULL,
	"to_account" uuid NOT NULL,
	"amount_micros" bigint NOT NULL,
	"kind" text NOT NULL,
	"attempt_id" uuid,
	"note" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT outdial_now() NOT NULL,
	CONSTRAINT "ledger_entries_amount_positive" CHECK ("ledger_entries"."amount_micros" > 0),
	CONSTRAINT "ledger_entries_two_purses" CHECK ("ledger_entries"."from_account" <> "ledger_entries"."to_account"),
	CONSTRAINT "ledger_entries_kind_known" CHECK ("ledger_entries"."kind" in ('topup', 'settle', 'overrun', 'presumed', 'adjust', 'budget'))
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"account_id" uuid NOT NULL,
	"provider_ref" text NOT NULL,
	"from_phone" bigint NOT NULL,
	"to_phone" bigint,
	"body" text NOT NULL,
	"meaning" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT outdial_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "numbers" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"account_id" uuid NOT NULL,
	"provider_ref" text NOT NULL,
	"phone" bigint NOT NULL,
	"label" text,
	"agent_ref" text,
	"agent_name" text,
	"status" text DEFAULT 'active' NOT NULL,
	"synced_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT outdial_now() NOT NULL,
	CONSTRAINT "numbers_status_known" CHECK ("numbers"."status" in ('active', 'released'))
);
--> statement-breakpoint
CREATE TABLE "open_attempts" (
	"attempt_id" uuid PRIMARY KEY NOT NULL,
	"person_id" bigint,
	"account_id" uuid NOT NULL,
	"number_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"phase" text NOT NULL,
	"hold_micros" bigint NOT NULL,
	"check_at" timestamp with time zone NOT NULL,
	"checks" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "open_attempts_phase_known" CHECK ("open_attempts"."phase" in ('live', 'ended')),
	CONSTRAINT "open_attempts_hold_not_negative" CHECK ("open_attempts"."hold_micros" >= 0)
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"request" jsonb NOT NULL,
	"result" jsonb,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT outdial_now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "orders_kind_known" CHECK ("orders"."kind" in ('number', 'credit', 'release')),
	CONSTRAINT "orders_state_known" CHECK ("orders"."state" in ('sending', 'done', 'refused', 'unknown'))
);
--> statement-breakpoint
CREATE TABLE "pacers" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"account_id" uuid,
	"number_id" uuid,
	"run_id" uuid,
	"channel" text,
	"max_count" integer NOT NULL,
	"window_ms" integer NOT NULL,
	"next_at" timestamp with time zone DEFAULT '-infinity' NOT NULL,
	CONSTRAINT "pacers_have_one_owner" CHECK (("pacers"."account_id" is null) <> ("pacers"."run_id" is null)),
	CONSTRAINT "pacers_limit_positive" CHECK ("pacers"."max_count" > 0 and "pacers"."window_ms" > 0)
);
--> statement-breakpoint
CREATE TABLE "person_phones" (
	"phone" bigint PRIMARY KEY NOT NULL,
	"person_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "provider_accounts" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"provider" text NOT NULL,
	"mode" text NOT NULL,
	"base_url" text NOT NULL,
	"api_key_sealed" text NOT NULL,
	"webhook_secret_sealed" text,
	"webhook_ref" text,
	"currency" text DEFAULT 'USD' NOT NULL,
	"call_micros_per_minute" bigint NOT NULL,
	"sms_micros" bigint NOT NULL,
	"max_concurrent_calls" integer NOT NULL,
	"provider_queue_seconds" integer DEFAULT 5 NOT NULL,
	"max_call_minutes" integer DEFAULT 10 NOT NULL,
	"daily_cap_micros" bigint,
	"stopped_at" timestamp with time zone,
	"stopped_reason" text,
	"breaker_state" text DEFAULT 'closed' NOT NULL,
	"breaker_reason" text,
	"breaker_wait_ms" integer DEFAULT 0 NOT NULL,
	"resume_at" timestamp with time zone,
	"ambiguous_in_a_row" integer DEFAULT 0 NOT NULL,
	"reconciling_until" timestamp with time zone DEFAULT '-infinity' NOT NULL,
	"provider_balance_micros" bigint,
	"provider_balance_at" timestamp with time zone,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT outdial_now() NOT NULL,
	CONSTRAINT "provider_accounts_provider_known" CHECK ("provider_accounts"."provider" in ('agentnumber', 'cartesia')),
	CONSTRAINT "provider_accounts_mode_known" CHECK ("provider_accounts"."mode" in ('LIVE', 'SIMULATED')),
	CONSTRAINT "provider_accounts_breaker_known" CHECK ("provider_accounts"."breaker_state" in ('closed', 'open', 'probing')),
	CONSTRAINT "provider_accounts_rates_not_negative" CHECK ("provider_accounts"."call_micros_per_minute" >= 0 and "provider_accounts"."sms_micros" >= 0),
	CONSTRAINT "provider_accounts_concurrency_positive" CHECK ("provider_accounts"."max_concurrent_calls" > 0)
);
--> statement-breakpoint
CREATE TABLE "provider_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "provider_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"account_id" uuid NOT NULL,
	"dedupe_key" text NOT NULL,
	"source" text NOT NULL,
	"fact" jsonb NOT NULL,
	"raw" jsonb,
	"received_at" timestamp with time zone DEFAULT outdial_now() NOT NULL,
	"fold_after" timestamp with time zone DEFAULT outdial_now() NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"folded_at" timestamp with time zone,
	"attempt_id" uuid,
	"state" text DEFAULT 'new' NOT NULL,
	"failure" text,
	CONSTRAINT "provider_events_state_known" CHECK ("provider_events"."state" in ('new', 'folded', 'not_ours', 'quarantined'))
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"kind" text NOT NULL,
	"campaign_id" uuid NOT NULL,
	"state" text NOT NULL,
	"policy_version" integer DEFAULT 1 NOT NULL,
	"paused_reason" text,
	"paused_by" text,
	"paused_at" timestamp with time zone,
	"launched_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"blocked_reason" text,
	"last_turn_at" timestamp with time zone,
	"turning_until" timestamp with time zone DEFAULT '-infinity' NOT NULL,
	"next_turn_at" timestamp with time zone DEFAULT 'infinity' NOT NULL,
	"created_at" timestamp with time zone DEFAULT outdial_now() NOT NULL,
	CONSTRAINT "runs_kind_known" CHECK ("runs"."kind" in ('campaign', 'manual')),
	CONSTRAINT "runs_state_known" CHECK ("runs"."state" in ('draft', 'running', 'paused', 'cancelled', 'completed'))
);
--> statement-breakpoint
CREATE TABLE "spend_days" (
	"credit_account_id" uuid NOT NULL,
	"day" date NOT NULL,
	"spent_micros" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "spend_days_pkey" PRIMARY KEY("credit_account_id","day")
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"phone" bigint NOT NULL,
	"source" text NOT NULL,
	"evidence" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT outdial_now() NOT NULL,
	"lifted_at" timestamp with time zone,
	"lifted_by" text,
	"lifted_reason" text
);
--> statement-breakpoint
CREATE TABLE "templates" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT outdial_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "transcripts" (
	"attempt_id" uuid PRIMARY KEY NOT NULL,
	"turns" jsonb,
	"recording_url" text,
	"recording_path" text,
	"state" text NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"try_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT outdial_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"pid" integer NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"temporal_ok" boolean NOT NULL,
	"redis_ok" boolean NOT NULL,
	"clock_skew_ms" integer NOT NULL,
	"stopped_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_account_id_provider_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."provider_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_number_id_numbers_id_fk" FOREIGN KEY ("number_id") REFERENCES "public"."numbers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_accounts" ADD CONSTRAINT "credit_accounts_account_id_provider_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."provider_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_accounts" ADD CONSTRAINT "credit_accounts_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_groups" ADD CONSTRAINT "import_groups_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_problems" ADD CONSTRAINT "import_problems_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_from_account_credit_accounts_id_fk" FOREIGN KEY ("from_account") REFERENCES "public"."credit_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_to_account_credit_accounts_id_fk" FOREIGN KEY ("to_account") REFERENCES "public"."credit_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_account_id_provider_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."provider_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "numbers" ADD CONSTRAINT "numbers_account_id_provider_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."provider_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "open_attempts" ADD CONSTRAINT "open_attempts_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_account_id_provider_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."provider_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pacers" ADD CONSTRAINT "pacers_account_id_provider_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."provider_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pacers" ADD CONSTRAINT "pacers_number_id_numbers_id_fk" FOREIGN KEY ("number_id") REFERENCES "public"."numbers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pacers" ADD CONSTRAINT "pacers_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "provider_events" ADD CONSTRAINT "provider_events_account_id_provider_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."provider_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spend_days" ADD CONSTRAINT "spend_days_credit_account_id_credit_accounts_id_fk" FOREIGN KEY ("credit_account_id") REFERENCES "public"."credit_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transcripts" ADD CONSTRAINT "transcripts_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_public_id_key" ON "api_keys" USING btree ("public_id");--> statement-breakpoint
CREATE UNIQUE INDEX "attempts_provider_ref_key" ON "attempts" USING btree ("account_id","provider_ref") WHERE provider_ref is not null;--> statement-breakpoint
CREATE INDEX "attempts_contact_idx" ON "attempts" USING btree ("contact_id","id");--> statement-breakpoint
CREATE INDEX "attempts_person_idx" ON "attempts" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "attempts_run_idx" ON "attempts" USING btree ("run_id","id");--> statement-breakpoint
CREATE INDEX "audit_entries_subject_idx" ON "audit_entries" USING btree ("subject","id");--> statement-breakpoint
CREATE INDEX "contact_phones_phone_idx" ON "contact_phones" USING btree ("phone");--> statement-breakpoint
CREATE INDEX "contact_states_run_state_idx" ON "contact_states" USING btree ("run_id","state");--> statement-breakpoint
CREATE INDEX "contacts_phone_idx" ON "contacts" USING btree ("phone");--> statement-breakpoint
CREATE UNIQUE INDEX "credit_accounts_account_kind_key" ON "credit_accounts" USING btree ("account_id","kind") WHERE account_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "credit_accounts_campaign_kind_key" ON "credit_accounts" USING btree ("campaign_id","kind") WHERE campaign_id is not null;--> statement-breakpoint
CREATE INDEX "due_claim_idx" ON "due" USING btree ("run_id","step","policy_version","try_at");--> statement-breakpoint
CREATE INDEX "due_roll_idx" ON "due" USING btree ("run_id","roll_at");--> statement-breakpoint
CREATE INDEX "import_rows_pending_idx" ON "import_rows" USING btree ("import_id","row_number") WHERE pending;--> statement-breakpoint
CREATE INDEX "imports_open_idx" ON "imports" USING btree ("state","working_until") WHERE state not in ('receiving', 'done', 'undone', 'failed', 'cancelled');--> statement-breakpoint
CREATE INDEX "imports_sha_idx" ON "imports" USING btree ("file_sha256");--> statement-breakpoint
CREATE INDEX "imports_campaign_idx" ON "imports" USING btree ("campaign_id");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_entries_attempt_kind_key" ON "ledger_entries" USING btree ("attempt_id","from_account","kind") WHERE kind in ('settle', 'overrun', 'presumed');--> statement-breakpoint
CREATE INDEX "ledger_entries_attempt_idx" ON "ledger_entries" USING btree ("attempt_id") WHERE attempt_id is not null;--> statement-breakpoint
CREATE INDEX "ledger_entries_from_idx" ON "ledger_entries" USING btree ("from_account","id");--> statement-breakpoint
CREATE INDEX "ledger_entries_to_idx" ON "ledger_entries" USING btree ("to_account","id");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_ref_key" ON "messages" USING btree ("account_id","provider_ref");--> statement-breakpoint
CREATE INDEX "messages_from_idx" ON "messages" USING btree ("from_phone");--> statement-breakpoint
CREATE UNIQUE INDEX "numbers_account_ref_key" ON "numbers" USING btree ("account_id","provider_ref");--> statement-breakpoint
CREATE UNIQUE INDEX "open_attempts_person_key" ON "open_attempts" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "open_attempts_account_idx" ON "open_attempts" USING btree ("account_id","check_at");--> statement-breakpoint
CREATE INDEX "open_attempts_run_idx" ON "open_attempts" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "pacers_account_idx" ON "pacers" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "pacers_run_idx" ON "pacers" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "person_phones_person_idx" ON "person_phones" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "provider_accounts_name_key" ON "provider_accounts" USING btree ("name");--> statement-breakpoint
CREATE UNIQUE INDEX "provider_events_dedupe_key" ON "provider_events" USING btree ("account_id","dedupe_key");--> statement-breakpoint
CREATE INDEX "provider_events_new_idx" ON "provider_events" USING btree ("fold_after") WHERE state = 'new';--> statement-breakpoint
CREATE INDEX "provider_events_pending_idx" ON "provider_events" USING btree ("account_id",("fact" ->> 'providerRef')) WHERE state = 'new';--> statement-breakpoint
CREATE INDEX "provider_events_quarantine_idx" ON "provider_events" USING btree ("id") WHERE state = 'quarantined';--> statement-breakpoint
CREATE INDEX "provider_events_attempt_idx" ON "provider_events" USING btree ("attempt_id") WHERE attempt_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "runs_campaign_kind_key" ON "runs" USING btree ("campaign_id") WHERE kind = 'campaign';--> statement-breakpoint
CREATE INDEX "runs_next_turn_idx" ON "runs" USING btree ("next_turn_at") WHERE next_turn_at < 'infinity';--> statement-breakpoint
CREATE UNIQUE INDEX "suppressions_active_phone_key" ON "suppressions" USING btree ("phone") WHERE lifted_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "templates_name_key" ON "templates" USING btree ("name");--> statement-breakpoint
CREATE INDEX "transcripts_wanted_idx" ON "transcripts" USING btree ("try_at") WHERE state = 'wanted';