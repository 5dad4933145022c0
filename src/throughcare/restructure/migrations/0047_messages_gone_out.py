from django.db import migrations

# What was carried out of the house in a time, for whoever may see plans everywhere: how, and to what kind of recipient.
GONE_OUT = """
create function restructure_messages_gone_out(since timestamptz, until timestamptz)
returns table (at timestamptz, reference text, says text)
language sql stable security definer set search_path = public, pg_temp as $$
    select m.settled_at, m.id::text,
           case m.channel when 'email' then 'E-mail' when 'text' then 'Text message' else 'Letter' end
           || ' to ' || case m.recipient_kind when 'unit' then 'unit ' || m.recipient_reference
                                              when 'account' then 'a member of staff' else 'a person' end
    from notify_message m
    where m.state = 'delivered' and m.channel <> 'in-app' and m.settled_at >= since and m.settled_at < until
      and ('restructure.see' = any (tc_words('everywhere')) or current_setting('role', true) = 'throughcare_engine')
$$;
grant execute on function restructure_messages_gone_out(timestamptz, timestamptz) to throughcare_app, throughcare_engine;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("restructure", "0046_statements_rest_on_results"),
        ("access", "0012_pinned_reach"),
        ("notify", "0005_gone_out"),
    ]

    operations = [
        migrations.RunSQL(GONE_OUT, "drop function restructure_messages_gone_out;"),
    ]
