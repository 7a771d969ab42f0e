-- Counts are written by the statement that changes a row, by whoever it is: so they cannot drift. Deltas are appended,
-- so that writers do not wait for each other; a loop of the worker adds them up (engine/reading/counts).
CREATE VIEW live_counts AS
  SELECT run_id, what, key, value, n, micros, presumed, first_at, last_at FROM counts
  UNION ALL
  SELECT run_id, what, key, value, n, micros, presumed, first_at, last_at FROM count_deltas;
--> statement-breakpoint
GRANT SELECT ON live_counts TO outdial_app, outdial_read;
--> statement-breakpoint
ALTER TABLE count_deltas SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
--> statement-breakpoint
-- The calling code, in North America with the area code: domain/number-prefix.ts in SQL.
CREATE FUNCTION number_prefix(phone bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN phone::text LIKE '1%' THEN left(phone::text, 4)
    WHEN phone::text LIKE '7%' THEN '7'
    WHEN left(phone::text, 2) = ANY ('{20,27,30,31,32,33,34,36,39,40,41,43,44,45,46,47,48,49,51,52,53,54,55,56,57,58,60,61,62,63,64,65,66,81,82,84,86,90,91,92,93,94,95,98}'::text[]) THEN left(phone::text, 2)
    ELSE left(phone::text, 3)
  END
$$;
--> statement-breakpoint
-- The provider's own word without what differs from call to call.
CREATE FUNCTION failure_code(provider_reason text, reason text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT left(regexp_replace(coalesce(provider_reason, reason, 'none'), '[0-9a-fA-F-]{8,}|[0-9]+', '#', 'g'), 60)
$$;
--> statement-breakpoint
-- Rows are first added up as they are, then what they count as is made of the few sums: the price of a statement is
-- that of going through its rows once. Only aggregates and no joins: a plan is kept, whatever size its first rows had.
CREATE FUNCTION count_contacts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO count_deltas (run_id, what, key, n)
      SELECT run_id, e.what, e.key, sum(n) FROM (
        SELECT run_id, state, CASE WHEN resolution_id IS NULL THEN cause END AS cause, count(*) AS n
        FROM new_rows WHERE run_id IS NOT NULL GROUP BY 1, 2, 3
      ) c, LATERAL (VALUES ('contact', c.state), ('cause_contact', c.cause)) AS e (what, key)
      WHERE e.key IS NOT NULL GROUP BY 1, 2, 3;
    PERFORM pg_notify('live', 'run:' || run_id) FROM (SELECT DISTINCT run_id FROM new_rows WHERE run_id IS NOT NULL) r;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO count_deltas (run_id, what, key, n)
      SELECT run_id, e.what, e.key, -sum(n) FROM (
        SELECT run_id, state, CASE WHEN resolution_id IS NULL THEN cause END AS cause, count(*) AS n
        FROM old_rows WHERE run_id IS NOT NULL GROUP BY 1, 2, 3
      ) c, LATERAL (VALUES ('contact', c.state), ('cause_contact', c.cause)) AS e (what, key)
      WHERE e.key IS NOT NULL GROUP BY 1, 2, 3;
    PERFORM pg_notify('live', 'run:' || run_id) FROM (SELECT DISTINCT run_id FROM old_rows WHERE run_id IS NOT NULL) r;
  ELSE
    INSERT INTO count_deltas (run_id, what, key, n)
      SELECT run_id, e.what, e.key, sum(n) FROM (
        SELECT run_id, state, cause, sum(sign) AS n FROM (
          SELECT run_id, state, CASE WHEN resolution_id IS NULL THEN cause END AS cause, 1 AS sign FROM new_rows
          UNION ALL
          SELECT run_id, state, CASE WHEN resolution_id IS NULL THEN cause END, -1 FROM old_rows
        ) r WHERE run_id IS NOT NULL GROUP BY 1, 2, 3 HAVING sum(sign) <> 0
      ) c, LATERAL (VALUES ('contact', c.state), ('cause_contact', c.cause)) AS e (what, key)
      WHERE e.key IS NOT NULL GROUP BY 1, 2, 3 HAVING sum(n) <> 0;
    PERFORM pg_notify('live', 'run:' || run_id) FROM (SELECT DISTINCT run_id FROM new_rows WHERE run_id IS NOT NULL) r;
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER contact_states_counted_in AFTER INSERT ON contact_states REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION count_contacts();
--> statement-breakpoint
CREATE TRIGGER contact_states_counted_out AFTER DELETE ON contact_states REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION count_contacts();
--> statement-breakpoint
CREATE TRIGGER contact_states_counted AFTER UPDATE ON contact_states REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION count_contacts();
--> statement-breakpoint
CREATE TYPE ended_attempt AS (run_id uuid, outcome text, cause text, cost_micros bigint, number_id uuid, phone bigint,
  provider_reason text, reason text, ended_at timestamptz, at timestamptz, sign bigint);
--> statement-breakpoint
-- Hours and stretches of five minutes are those of the end, or of the refusal, which has none.
CREATE FUNCTION count_attempts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ended ended_attempt[] := '{}';
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO count_deltas (run_id, what, key, value, n, micros, presumed)
      SELECT run_id, 'attempt', state, coalesce(outcome, ''), count(*), coalesce(sum(cost_micros), 0),
        coalesce(sum(cost_micros) FILTER (WHERE cost_presumed), 0)
      FROM new_rows GROUP BY 1, 3, 4;
    IF EXISTS (SELECT FROM new_rows WHERE ended_at IS NOT NULL OR cause IS NOT NULL) THEN
      ended := ARRAY(
        SELECT ROW(run_id, outcome, cause, cost_micros, number_id, phone, provider_reason, reason, ended_at,
          coalesce(ended_at, gated_at, created_at), 1)::ended_attempt
        FROM new_rows WHERE ended_at IS NOT NULL OR cause IS NOT NULL);
    END IF;
  ELSE
    INSERT INTO count_deltas (run_id, what, key, value, n, micros, presumed)
      SELECT run_id, 'attempt', state, outcome, sum(sign), sum(micros), sum(presumed) FROM (
        SELECT run_id, state, coalesce(outcome, '') AS outcome, 1 AS sign, coalesce(cost_micros, 0) AS micros,
          CASE WHEN cost_presumed THEN coalesce(cost_micros, 0) ELSE 0 END AS presumed FROM new_rows
        UNION ALL
        SELECT run_id, state, coalesce(outcome, ''), -1, -coalesce(cost_micros, 0),
          CASE WHEN cost_presumed THEN -coalesce(cost_micros, 0) ELSE 0 END FROM old_rows
      ) AS change
      GROUP BY run_id, state, outcome HAVING sum(sign) <> 0 OR sum(micros) <> 0 OR sum(presumed) <> 0;
    IF EXISTS (SELECT FROM new_rows WHERE ended_at IS NOT NULL OR cause IS NOT NULL)
      OR EXISTS (SELECT FROM old_rows WHERE ended_at IS NOT NULL OR cause IS NOT NULL) THEN
      -- What an update left as it was cancels itself out here, before anything is made of it.
      ended := ARRAY(
        SELECT ROW(run_id, outcome, cause, cost_micros, number_id, phone, provider_reason, reason, ended_at, at, sum(sign))::ended_attempt
        FROM (
          SELECT id, run_id, outcome, cause, cost_micros, number_id, phone, provider_reason, reason, ended_at,
            coalesce(ended_at, gated_at, created_at) AS at, 1 AS sign FROM new_rows
          UNION ALL
          SELECT id, run_id, outcome, cause, cost_micros, number_id, phone, provider_reason, reason, ended_at,
            coalesce(ended_at, gated_at, created_at), -1 FROM old_rows
        ) AS change
        WHERE ended_at IS NOT NULL OR cause IS NOT NULL
        GROUP BY id, run_id, outcome, cause, cost_micros, number_id, phone, provider_reason, reason, ended_at, at
        HAVING sum(sign) <> 0);
    END IF;
  END IF;
  -- Added up as they are, then named: names are dear and sums are few.
  IF cardinality(ended) > 0 THEN
    INSERT INTO count_deltas (run_id, what, key, value, n, micros, first_at, last_at)
      SELECT run_id, 'ended', to_char(bucket AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'), coalesce(outcome, 'unknown_end'),
        n, micros, first_at, last_at
      FROM (
        SELECT run_id, date_bin('5 minutes', ended_at, '2000-01-01Z') AS bucket, outcome, sum(sign) AS n,
          sum(sign * coalesce(cost_micros, 0)) AS micros, min(at) FILTER (WHERE sign > 0) AS first_at,
          max(at) FILTER (WHERE sign > 0) AS last_at
        FROM unnest(ended) WHERE ended_at IS NOT NULL GROUP BY 1, 2, 3
      ) buckets WHERE n <> 0 OR micros <> 0
      UNION ALL
      SELECT run_id, 'failure', cause,
        CASE what WHEN 15 THEN 'all' WHEN 7 THEN 'number:' || number_id::text WHEN 11 THEN 'prefix:' || prefix
          WHEN 13 THEN 'code:' || code ELSE 'hour:' || to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24') END,
        n, 0, first_at, last_at
      FROM (
        SELECT run_id, cause, number_id, prefix, code, hour, grouping(number_id, prefix, code, hour) AS what, sum(n) AS n,
          min(first_at) AS first_at, max(last_at) AS last_at
        FROM (
          SELECT run_id, cause, number_id, number_prefix(phone) AS prefix, failure_code(provider_reason, reason) AS code, hour, n,
            first_at, last_at
          FROM (
            SELECT run_id, cause, number_id, phone, provider_reason, reason, date_trunc('hour', at, 'UTC') AS hour, sum(sign) AS n,
              min(at) FILTER (WHERE sign > 0) AS first_at, max(at) FILTER (WHERE sign > 0) AS last_at
            FROM unnest(ended) WHERE cause IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7
          ) raw
        ) failed
        GROUP BY GROUPING SETS ((run_id, cause), (run_id, cause, number_id), (run_id, cause, prefix), (run_id, cause, code), (run_id, cause, hour))
      ) grouped WHERE n <> 0;
  END IF;
  PERFORM pg_notify('live', 'run:' || run_id) FROM (SELECT DISTINCT run_id FROM new_rows) r;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER attempts_counted_in AFTER INSERT ON attempts REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION count_attempts();
--> statement-breakpoint
CREATE TRIGGER attempts_counted AFTER UPDATE ON attempts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION count_attempts();
--> statement-breakpoint
-- What open pages are told, by the row itself: no verb can forget it. Arguments: a topic, or the beginning of one that
-- the row's id completes.
CREATE FUNCTION tell_live() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('live', TG_ARGV[0]);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION tell_live_of_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('live', TG_ARGV[0] || NEW.id);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER runs_told AFTER UPDATE OF state, policy_version, paused_reason, blocked_reason ON runs FOR EACH ROW
  WHEN ((old.state, old.policy_version, old.paused_reason, old.blocked_reason)
    IS DISTINCT FROM (new.state, new.policy_version, new.paused_reason, new.blocked_reason))
  EXECUTE FUNCTION tell_live_of_row('run:');
--> statement-breakpoint
CREATE TRIGGER campaigns_told AFTER UPDATE ON campaigns FOR EACH ROW EXECUTE FUNCTION tell_live_of_row('campaign:');
--> statement-breakpoint
CREATE TRIGGER campaigns_told_new AFTER INSERT ON campaigns FOR EACH STATEMENT EXECUTE FUNCTION tell_live('campaigns');
--> statement-breakpoint
CREATE TRIGGER retries_told AFTER INSERT OR UPDATE ON retries FOR EACH ROW EXECUTE FUNCTION tell_live_of_row('retry:');
--> statement-breakpoint
CREATE TRIGGER failure_snoozes_told AFTER INSERT OR UPDATE ON failure_snoozes FOR EACH STATEMENT
  EXECUTE FUNCTION tell_live('failures');
--> statement-breakpoint
CREATE TRIGGER installation_told AFTER UPDATE ON installation FOR EACH STATEMENT EXECUTE FUNCTION tell_live('system');
--> statement-breakpoint
CREATE TRIGGER provider_accounts_told AFTER UPDATE ON provider_accounts FOR EACH ROW
  WHEN ((old.stopped_at, old.breaker_state, old.breaker_reason, old.resume_at, old.provider_balance_micros)
    IS DISTINCT FROM (new.stopped_at, new.breaker_state, new.breaker_reason, new.resume_at, new.provider_balance_micros))
  EXECUTE FUNCTION tell_live('system');
--> statement-breakpoint
CREATE TRIGGER events_told AFTER INSERT ON events FOR EACH STATEMENT EXECUTE FUNCTION tell_live('events');
--> statement-breakpoint
CREATE TRIGGER assignments_told_group AFTER INSERT OR UPDATE ON assignments FOR EACH ROW WHEN (new.kind = 'group')
  EXECUTE FUNCTION tell_live('failures');
--> statement-breakpoint
CREATE TRIGGER assignments_told_review AFTER INSERT OR UPDATE ON assignments FOR EACH ROW WHEN (new.kind = 'review')
  EXECUTE FUNCTION tell_live('reviews');
--> statement-breakpoint
CREATE TRIGGER reviews_told AFTER INSERT OR UPDATE ON reviews FOR EACH STATEMENT EXECUTE FUNCTION tell_live('reviews');
--> statement-breakpoint
-- Lines are written where attempts change, so by transactions that tell of their run anyway: one word more, no lock more.
CREATE TRIGGER ledger_entries_told AFTER INSERT ON ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION tell_live('credits');
--> statement-breakpoint
CREATE TRIGGER suppressions_told AFTER INSERT OR UPDATE ON suppressions FOR EACH STATEMENT
  EXECUTE FUNCTION tell_live('suppressions');
--> statement-breakpoint
CREATE TRIGGER suppression_lists_told AFTER INSERT OR UPDATE ON suppression_lists FOR EACH STATEMENT
  EXECUTE FUNCTION tell_live('suppressions');
--> statement-breakpoint
CREATE TRIGGER consent_events_told AFTER INSERT ON consent_events FOR EACH STATEMENT
  EXECUTE FUNCTION tell_live('suppressions');
--> statement-breakpoint
CREATE TRIGGER imports_told AFTER INSERT OR UPDATE OR DELETE ON imports FOR EACH STATEMENT
  EXECUTE FUNCTION tell_live('imports');
