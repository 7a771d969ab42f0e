-- The one clock of Outdial: real time, plus an offset that can only be set in a database marked as test.
-- plpgsql, because its body is read at the first call: the table comes with the next migration.
CREATE FUNCTION outdial_now() RETURNS timestamptz LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RETURN clock_timestamp() + coalesce(
    (SELECT clock_offset_ms * interval '1 millisecond' FROM installation WHERE is_test AND clock_offset_ms <> 0),
    interval '0'
  );
END
$$;
--> statement-breakpoint
-- Instants cross the border to TypeScript as milliseconds.
CREATE FUNCTION to_ms(instant timestamptz) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT (extract(epoch FROM instant) * 1000)::double precision $$;
--> statement-breakpoint
CREATE FUNCTION from_ms(ms double precision) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT to_timestamp(ms / 1000) $$;
