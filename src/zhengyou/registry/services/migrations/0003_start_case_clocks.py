"""Cases accepted before get the clock that would have run, with the due moment that was promised to them.

The colours of half the time and of the last day follow by plain time; they are reckoned anew when a clock is paused,
extended or recomputed. Where no rule pack has been loaded yet, the shipped one begins with this rule alone; the next
start brings it to its present version.
"""

from django.db import migrations

RULE = """
WITH pack AS (
    INSERT INTO deadlines_rulepack (id, code, version, title, level, valid_from, source, shipped, morning_from,
        morning_to, afternoon_from, afternoon_to, state)
    SELECT gen_random_uuid(), 'default', 1, '平台默认时限规则', '', '2000-01-01', '平台默认值', true, '09:00', '12:00',
        '14:00', '17:30', 'in_force'
    WHERE EXISTS (SELECT FROM services_case WHERE due_at IS NOT NULL)
      AND NOT EXISTS (SELECT FROM deadlines_rule WHERE key = 'service.promise')
    ON CONFLICT DO NOTHING
    RETURNING id
)
INSERT INTO deadlines_rule (id, pack_id, key, title, amount, unit, ending, most_extension, warn_at_percent,
    warn_working_days, source, verified, note)
SELECT gen_random_uuid(), id, 'service.promise', '承诺时限内办结', 20, 'working_day', 'closing', 10, 50, 1,
    '办事指南的承诺时限', true, ''
FROM pack
"""

CLOCKS = """
INSERT INTO deadlines_clock (id, subject_kind, subject_id, subject_label, stage, body_id, rule_id, rule_key, rule_title,
    pack_label, amount, unit, ending, extended_by, started_at, due_at, blue_at, yellow_at, provisional, state, warned,
    breached_at, finished_at)
SELECT gen_random_uuid(), 'services.case', one.id::text, left(item.name || ' · ' || one.number, 200), 'service.promise',
    one.body_id, rule.id, rule.key, rule.title, rule.pack, COALESCE(version.promise_amount, rule.amount),
    version.promise_unit, 'closing', 0, one.accepted_at, one.due_at,
    one.accepted_at + (one.due_at - one.accepted_at) / 2,
    GREATEST(one.accepted_at, one.due_at - interval '1 day'), one.due_provisional,
    CASE WHEN one.state = 'withdrawn' THEN 'void' WHEN one.done_at > one.due_at THEN 'breached'
         WHEN one.done_at IS NOT NULL THEN 'met' ELSE 'running' END,
    CASE WHEN one.done_at > one.due_at THEN 'red' ELSE '' END,
    CASE WHEN one.done_at > one.due_at AND one.state <> 'withdrawn' THEN one.due_at END,
    CASE WHEN one.state = 'done' THEN one.done_at END
FROM services_case AS one
JOIN services_serviceitem AS item ON item.id = one.item_id
JOIN services_itemversion AS version ON version.id = one.version_id
CROSS JOIN LATERAL (
    SELECT found.id, found.key, found.title, found.amount, pack.title || ' v' || pack.version AS pack
    FROM deadlines_rule AS found JOIN deadlines_rulepack AS pack ON pack.id = found.pack_id
    WHERE found.key = 'service.promise' ORDER BY pack.shipped DESC, pack.version DESC LIMIT 1
) AS rule
WHERE one.due_at IS NOT NULL
"""

RECKONINGS = """
INSERT INTO deadlines_reckoning (id, clock_id, at, cause, due_at, provisional, note)
SELECT gen_random_uuid(), id, started_at, 'started', due_at, provisional, ''
FROM deadlines_clock WHERE subject_kind = 'services.case'
"""

NAMED = """
UPDATE services_case SET clock_id = running.id
FROM deadlines_clock AS running
WHERE running.subject_kind = 'services.case' AND running.subject_id = services_case.id::text
"""

BACK = """
UPDATE services_case SET due_at = running.due_at, due_provisional = running.provisional, clock_id = NULL
FROM deadlines_clock AS running WHERE running.id = services_case.clock_id
"""


class Migration(migrations.Migration):
    dependencies = [("services", "0002_case_clock")]

    operations = [
        migrations.RunSQL(RULE, migrations.RunSQL.noop),
        migrations.RunSQL(CLOCKS, migrations.RunSQL.noop),
        migrations.RunSQL(RECKONINGS, migrations.RunSQL.noop),
        migrations.RunSQL(NAMED, BACK),
    ]
