-- What the steps share: chance that depends on the seed alone, and tables that last as long as the load.

create function nation_stage_chance(n bigint, salt integer) returns bigint language sql immutable parallel safe
    return hashint8extended(n, hashint8extended(:seed, salt)) & 9223372036854775807;

create function nation_stage_uuid(kind text, n bigint) returns uuid language sql immutable parallel safe
    return md5(kind || ':' || n || ':' || :seed)::uuid;

-- A day and quarters of an hour after eight in the morning there, as a moment.
create function nation_stage_moment(day date, quarters integer) returns timestamptz language sql stable parallel safe
    return (day + time '08:00' + quarters * interval '15 minutes') at time zone 'Europe/London';

create function nation_stage_weekday(day date) returns date language sql immutable parallel safe
    return day - greatest(0, extract(isodow from day)::integer - 5);

create table nation_stage_trust (
    n integer primary key, code text, name text, clusters integer, delivery_units integer, offices integer, teams integer,
    leaders_to_nps integer, fixed_to_nps integer, fixed_to_crc integer, officers integer, administrators integer,
    executives integer, staff integer, cases_to_nps integer, cases_to_crc integer
);
create table nation_stage_group (
    in_wales boolean, slot integer, name_group text, males integer, females integer, lasts integer, primary key (in_wales, slot)
);
create table nation_stage_name (
    name_group text, kind text, slot integer, name text, standard text, primary key (name_group, kind, slot)
);
create table nation_stage_place (kind text, slot integer, name text, primary key (kind, slot));
create table nation_stage_contact (
    is_custodial boolean, slot integer, type text, outcome text, minutes integer, note text,
    primary key (is_custodial, slot)
);
create table nation_stage_unit (
    id bigint primary key, kind text, trust_n integer, ordinal integer, code text, name text, parent_id bigint,
    is_to_nps boolean, side_rank integer
);
create table nation_stage_post (
    id bigint primary key, trust_n integer, ordinal integer, code text, role text, unit_id bigint, is_to_nps boolean,
    high_weight integer, other_weight integer, username text
);
create table nation_stage_slot (trust_n integer, is_to_nps boolean, slot integer, post_id bigint);
create table nation_stage_case (
    n bigint primary key, trust_n integer, is_to_nps boolean, rank integer, reason text, post_id bigint, unit_id bigint,
    opened_on date, opened_at timestamptz, sentence_type text, is_custodial boolean,
    contacts integer, first_contact bigint, documents integer, first_document bigint
);
