-- What the records say of each household as of a day ($as_of): dates, states and where each state comes from.
-- One row per household enrolled by then. A state is achieved / failed / pending, or unanswered (a survey with no answer);
-- the definitions are those of the contract, design section 5. Ends of stays and tenancies are exclusive.
WITH terms AS (
    SELECT $as_of::DATE AS as_of, $gap_limit_days::INTEGER AS gap_days, $stable_exit_reasons::VARCHAR[] AS stable_reasons
),
enrolled AS (
    SELECT h.household_id, h.cohort, h.application_date, h.enrolled_date, h.members, h.minors, h.income_class,
           (h.enrolled_date + INTERVAL 1 YEAR)::DATE AS year_1_end,
           (h.enrolled_date + INTERVAL 2 YEAR)::DATE AS year_2_end,
           (h.enrolled_date + INTERVAL 3 YEAR)::DATE AS year_3_end,
           CASE WHEN h.exit_date <= as_of THEN h.exit_date END AS exit_date,
           CASE WHEN h.exit_date <= as_of THEN h.exit_reason END AS exit_reason,
           h.batch_id AS household_batch, h.row_number AS household_row
    FROM households h, terms
    WHERE h.enrolled_date <= as_of
),
known_tenancies AS (  -- what had happened by the day: a later move-in or end is not known yet
    SELECT t.household_id, t.signed_date, t.route, t.end_reason, t.batch_id, t.row_number,
           CASE WHEN t.move_in_date <= as_of THEN t.move_in_date END AS move_in_date,
           CASE WHEN t.end_date <= as_of THEN t.end_date END AS end_date
    FROM tenancies t, terms
    WHERE t.signed_date <= as_of
),
first_tenancy AS (
    SELECT household_id, min(signed_date) AS signed_date, arg_min(route, signed_date) AS route,
           arg_min(CASE WHEN route = 'kept_home' THEN signed_date ELSE move_in_date END, signed_date) AS housed_from,
           arg_min(batch_id, signed_date) AS tenancy_batch, arg_min(row_number, signed_date) AS tenancy_row
    FROM known_tenancies
    GROUP BY household_id
),
ordered_homes AS (
    SELECT *, max(coalesce(end_date, DATE '9999-12-31')) OVER (
                  PARTITION BY household_id ORDER BY move_in_date, signed_date
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS housed_until
    FROM known_tenancies
    WHERE move_in_date IS NOT NULL
),
numbered_homes AS (  -- a gap of at most gap_days between two homes does not break the spell
    SELECT *, count(*) FILTER (housed_until IS NOT NULL AND date_diff('day', housed_until, move_in_date) > gap_days)
                  OVER (PARTITION BY household_id ORDER BY move_in_date, signed_date) AS spell
    FROM ordered_homes, terms
),
spells AS (
    SELECT household_id, spell, min(move_in_date) AS spell_start,
           CASE WHEN bool_and(end_date IS NOT NULL) THEN max(end_date) END AS spell_end,
           arg_max(end_reason, coalesce(end_date, DATE '9999-12-31')) AS end_reason
    FROM numbered_homes
    GROUP BY household_id, spell
),
homes AS (
    SELECT e.household_id,
           min(s.spell_start) AS move_in_date,
           arg_min(s.spell_end, s.spell_start) AS first_end,
           arg_min(CASE WHEN s.spell_end IS NOT NULL THEN s.end_reason END, s.spell_start) AS first_end_reason,
           bool_or(s.spell_start <= year_1_end AND coalesce(s.spell_end > year_1_end, TRUE)) AS housed_year_1,
           bool_or(s.spell_start <= year_2_end AND coalesce(s.spell_end > year_2_end, TRUE)) AS housed_year_2,
           bool_or(s.spell_start <= year_3_end AND coalesce(s.spell_end > year_3_end, TRUE)) AS housed_year_3,
           bool_or(coalesce(s.spell_end > as_of, TRUE)) AS housed_now
    FROM enrolled e JOIN spells s USING (household_id), terms
    GROUP BY e.household_id
),
support AS (
    SELECT e.household_id, min(v.date) AS first_support,
           min(v.date) FILTER (v.date >= year_1_end AND v.date < year_2_end) AS second_year_support,
           arg_min(v.batch_id, v.date) AS support_batch, arg_min(v.row_number, v.date) AS support_row
    FROM enrolled e JOIN support_events v USING (household_id), terms
    WHERE v.date <= as_of AND v.date >= e.enrolled_date
    GROUP BY e.household_id
),
answers AS (
    SELECT household_id, date AS survey_date, batch_id AS survey_batch, row_number AS survey_row,
           wellbeing = 'improved' AND empowerment = 'improved' AND economic = 'improved' AS improved,
           wellbeing IN ('same', 'worse') OR empowerment IN ('same', 'worse') OR economic IN ('same', 'worse') AS not_improved,
           (wellbeing = 'improved')::INTEGER + (empowerment = 'improved')::INTEGER + (economic = 'improved')::INTEGER
               AS dimensions_improved,
           (wellbeing IN ('same', 'worse'))::INTEGER + (empowerment IN ('same', 'worse'))::INTEGER
               + (economic IN ('same', 'worse'))::INTEGER AS dimensions_not_improved
    FROM surveys, terms
    WHERE wave = 3 AND date <= as_of
),
earlier_answers AS (  -- what the latest survey before the third year said; null where it gives no answer
    SELECT household_id, arg_max(improved, wave) AS improved_before
    FROM (SELECT household_id, wave,
                 CASE WHEN wellbeing = 'improved' AND empowerment = 'improved' AND economic = 'improved' THEN TRUE
                      WHEN wellbeing IN ('same', 'worse') OR empowerment IN ('same', 'worse')
                           OR economic IN ('same', 'worse') THEN FALSE END AS improved
          FROM surveys, terms
          WHERE wave < 3 AND date <= as_of)
    GROUP BY household_id
),
returns AS (  -- the first temporary stay that begins after the family had its home
    SELECT s.household_id, min(s.start_date) AS return_date,
           arg_min(s.batch_id, s.start_date) AS return_batch, arg_min(s.row_number, s.start_date) AS return_row
    FROM temporary_stays s JOIN homes USING (household_id), terms
    WHERE s.start_date >= homes.move_in_date AND s.start_date <= as_of
    GROUP BY s.household_id
),
joined AS (
    SELECT e.*, t.signed_date, t.route, t.housed_from, t.tenancy_batch, t.tenancy_row,
           o.move_in_date, o.first_end, o.housed_year_1, o.housed_year_2, o.housed_year_3,
           coalesce(o.housed_now, FALSE) AND e.exit_date IS NULL AS housed_now,
           u.first_support, u.second_year_support, u.support_batch, u.support_row,
           a.survey_date, a.improved, a.not_improved, a.survey_batch, a.survey_row,
           a.dimensions_improved, a.dimensions_not_improved,
           r.return_date, r.return_batch, r.return_row, p.improved_before,
           CASE WHEN list_contains(stable_reasons, e.exit_reason) THEN e.exit_date
                WHEN list_contains(stable_reasons, o.first_end_reason) THEN o.first_end END AS stable_exit_date,
           -- a home lost: given up for longer than the gap allowed, or left with the programme for no stable home
           CASE WHEN date_diff('day', o.first_end, as_of) > gap_days THEN o.first_end END AS home_lost_date,
           CASE WHEN NOT list_contains(stable_reasons, coalesce(e.exit_reason, '')) THEN e.exit_date END AS left_date
    FROM enrolled e
    LEFT JOIN first_tenancy t USING (household_id)
    LEFT JOIN homes o USING (household_id)
    LEFT JOIN support u USING (household_id)
    LEFT JOIN answers a USING (household_id)
    LEFT JOIN returns r USING (household_id)
    LEFT JOIN earlier_answers p USING (household_id), terms
),
broken AS (
    SELECT *, least(return_date, home_lost_date, left_date) AS break_date,
           greatest(signed_date, move_in_date, first_support) AS started_date
    FROM joined
),
per_household AS (
    SELECT b.*,
           CASE WHEN signed_date < year_1_end AND move_in_date < year_1_end AND first_support < year_1_end THEN 'achieved'
                WHEN as_of >= year_1_end OR exit_date IS NOT NULL THEN 'failed'
                ELSE 'pending' END AS started,
           CASE WHEN as_of >= year_2_end AND coalesce(housed_year_2, FALSE) AND second_year_support IS NOT NULL
                AND coalesce(exit_date >= year_2_end, TRUE) THEN 'achieved'
                WHEN as_of >= year_2_end OR exit_date < year_2_end THEN 'failed'
                ELSE 'pending' END AS kept,
           CASE WHEN stable_exit_date <= year_3_end AND stable_exit_date <= coalesce(return_date, stable_exit_date) THEN 'achieved'
                WHEN break_date <= year_3_end THEN 'failed'
                WHEN as_of < year_3_end OR first_end <= year_3_end THEN 'pending'
                WHEN move_in_date <= year_3_end THEN 'achieved'
                ELSE 'failed' END AS stability,
           CASE WHEN improved THEN 'achieved'
                WHEN not_improved THEN 'failed'
                WHEN as_of >= year_3_end THEN 'unanswered'
                ELSE 'pending' END AS wellbeing,
           -- smallest whole number of months m such that the wait was shorter than m months; null: never housed
           CASE WHEN housed_from IS NULL AND exit_date IS NOT NULL THEN NULL
                ELSE date_diff('month', application_date, coalesce(housed_from, as_of))
                     + CASE WHEN coalesce(housed_from, as_of) < (application_date + to_months(
                           date_diff('month', application_date, coalesce(housed_from, as_of))::INTEGER))::DATE
                         THEN 0 ELSE 1 END
                END AS waited_months,
           housed_from IS NOT NULL OR exit_date IS NOT NULL AS waiting_settled,
           -- the same under other readings: two of three dimensions; the wait until the move-in for kept homes too; none for them
           CASE WHEN dimensions_improved >= 2 THEN 'achieved'
                WHEN dimensions_not_improved >= 2 THEN 'failed'
                WHEN as_of >= year_3_end THEN 'unanswered'
                ELSE 'pending' END AS wellbeing_two,
           CASE WHEN move_in_date IS NULL AND exit_date IS NOT NULL THEN NULL
                ELSE date_diff('month', application_date, coalesce(move_in_date, as_of))
                     + CASE WHEN coalesce(move_in_date, as_of) < (application_date + to_months(
                           date_diff('month', application_date, coalesce(move_in_date, as_of))::INTEGER))::DATE
                         THEN 0 ELSE 1 END
                END AS waited_to_move_in,
           move_in_date IS NOT NULL OR exit_date IS NOT NULL AS move_in_settled,
           coalesce(route = 'kept_home', FALSE) AS kept_its_home,
           exit_date IS NOT NULL AS has_left,
           coalesce(route, 'new_home') AS first_route,
           -- how long the home has lasted, in whole months, until it was lost, left for a stable one, or is no longer followed
           round(greatest(date_diff('day', move_in_date,
                     least(as_of, year_3_end, coalesce(break_date, as_of), coalesce(stable_exit_date, as_of))), 0)
                 / 30.4375)::INTEGER AS spell_months,
           coalesce(break_date <= least(as_of, year_3_end) AND coalesce(stable_exit_date > break_date, TRUE), FALSE)
               AS home_lost,
           round(date_diff('day', coalesce(move_in_date, as_of), year_2_end) / 30.4375)::INTEGER AS months_to_year_2,
           round(date_diff('day', coalesce(move_in_date, as_of), year_3_end) / 30.4375)::INTEGER AS months_to_year_3,
           kept = 'pending' AS kept_open, stability = 'pending' AS stability_open, wellbeing AS final_answer
    FROM broken b, terms
)
