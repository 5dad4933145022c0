from django.db import migrations

# What a contact or an appointment is about is of its own case: each key is of two columns, and a row that has no sentence or no
# requirement is held by none. What is there already is looked at later, so that nobody waits.
KEYS = """
alter table probation_sentence add constraint probation_sentence_of_a_case unique (id, case_id);
alter table probation_requirement add constraint probation_requirement_of_a_sentence unique (id, sentence_id);
""" + "".join(
    f"""
alter table probation_{table} add constraint probation_{table}_sentence_of_its_case
    foreign key (sentence_id, case_id) references probation_sentence (id, case_id)
    deferrable initially deferred not valid;
alter table probation_{table} add constraint probation_{table}_requirement_of_its_sentence
    foreign key (requirement_id, sentence_id) references probation_requirement (id, sentence_id)
    deferrable initially deferred not valid;
"""
    for table in ("contact", "appointment")
)
BACK = (
    "".join(
        f"""
alter table probation_{table} drop constraint probation_{table}_requirement_of_its_sentence;
alter table probation_{table} drop constraint probation_{table}_sentence_of_its_case;
"""
        for table in ("appointment", "contact")
    )
    + """
alter table probation_requirement drop constraint probation_requirement_of_a_sentence;
alter table probation_sentence drop constraint probation_sentence_of_a_case;
"""
)


class Migration(migrations.Migration):
    dependencies = [("probation", "0060_what_a_contact_is_about")]

    operations = [migrations.RunSQL(KEYS, BACK)]
