//! Where the objects of each resource come from.
//!
//! Ids of what never was in the datatracker are made from what does not change here, far above its own.

pub(super) const STATEMENTS: &str = "
    select s.number as id, s.subject as title, s.text as body, s.deadline as deadline,
        case s.purpose when 'information' then 'info' else s.purpose end as purpose,
        case s.state when 'posted' then 'posted' else 'dead' end as state,
        coalesce(case when s.version = 1 then k.from_contact end,
            (select string_agg(case when c.address is null then c.name when c.name = '' then c.address
                else c.name || ' <' || c.address || '>' end, ', ' order by c.position)
            from statement_contacts c where c.number = s.number and c.side = 'from'), '') as from_contact,
        coalesce(case when s.version = 1 then k.to_contacts end,
            (select string_agg(case when c.address is null then c.name when c.name = '' then c.address
                else c.name || ' <' || c.address || '>' end, ', ' order by c.position)
            from statement_contacts c where c.number = s.number and c.side = 'to'), '') as to_contacts,
        case when s.version = 1 and k.number is not null then k.other_identifiers
            else (select string_agg(i.identifier, ', ' order by i.position)
                from statement_identifiers i where i.number = s.number) end as other_identifiers,
        s.retired_response as response_contacts, s.retired_technical as technical_contacts,
        s.retired_action_holder as action_holder_contacts, s.retired_cc as cc_contacts
    from statements s left join datatracker_statements k on k.number = s.number where s.public";

pub(super) const FROM_GROUPS: &str = "
    select l.number as owner, coalesce(k.id, g.datatracker_id, g.id) as target, l.position as place
    from statement_groups l join groups g on g.id = l.group_id left join datatracker_groups k on k.group_id = g.id
    where l.side = 'from'";

pub(super) const TO_GROUPS: &str = "
    select l.number as owner, coalesce(k.id, g.datatracker_id, g.id) as target, l.position as place
    from statement_groups l join groups g on g.id = l.group_id left join datatracker_groups k on k.group_id = g.id
    where l.side = 'to'";

/// What is asked is done with when it was answered, whichever way.
pub(super) const TAGS: &str = "
    select s.number as owner, case when s.action_taken then 'taken' else 'required' end as target, 1 as place
    from statements s where s.action_taken is not null
    union all
    select s.number, case when s.waits then 'required' else 'taken' end, 1
    from statements s where s.action_taken is null and s.created_by is not null and s.deadline is not null
        and s.direction = 'incoming'";

pub(super) const ATTACHED: &str = "
    select a.number as owner,
        coalesce(k.document, 'liaison-' || a.number || '-attachment-' || a.position) as target, a.position as place
    from attachments a
    left join datatracker_attachments k on k.number = a.number and k.position = a.position and not k.removed
    union all
    select k.number, k.document, k.position from datatracker_attachments k where k.removed";

pub(super) const ATTACHMENTS: &str = "
    select coalesce(k.id, 1000000000000000 + a.number * 10000 + a.position) as id, a.number as statement,
        coalesce(k.document, 'liaison-' || a.number || '-attachment-' || a.position) as document,
        a.hidden is not null as removed
    from attachments a join statements s on s.number = a.number and s.public
    left join datatracker_attachments k on k.number = a.number and k.position = a.position and not k.removed
    union all
    select k.id, k.number, k.document, k.removed
    from datatracker_attachments k join statements s on s.number = k.number and s.public where k.removed";

/// A document may be attached to several statements; of one that was hidden, nothing but its name is told.
///
/// Of the drafts and RFCs that are known, what the index says, in the datatracker's words: it has no zeros in the names of RFCs. Of
/// what they are gathered in, which number it has in which row; rows without any are not issued.
///
/// Each column is cast in each part, so that SQLite looks a document up by name in each part and does not put all of them together
/// first: columns of a type and columns of none are different to it.
pub(super) const DOCUMENTS: &str = "
    select cast(k.document as text) as name,
        cast(case when a.hidden is not null then '' when a.title is null or a.title = k.document then k.title
            else a.title end as text) as title,
        cast(k.kind as text) as type,
        cast(case when a.hidden is null then k.file else '' end as text) as uploaded_filename,
        cast(k.rev as text) as rev, cast(k.at as bigint) as time, cast('' as text) as external_url,
        cast(null as text) as std_level, cast(null as text) as intended_std_level, cast(null as text) as stream,
        cast(null as bigint) as of_group, cast(null as bigint) as rfc_number
    from datatracker_attachments k join statements s on s.number = k.number and s.public
    left join attachments a on a.number = k.number and a.position = k.position and not k.removed
    where not exists (select 1 from datatracker_attachments o where o.document = k.document and o.id < k.id)
    union all
    select cast('liaison-' || a.number || '-attachment-' || a.position as text),
        cast(case when a.hidden is null then a.title else '' end as text), cast('liai-att' as text),
        cast(case when a.hidden is null and a.sha256 is not null
            then 'liaison-' || a.number || '-attachment-' || a.position || '-' || a.name else '' end as text),
        cast('' as text), cast(coalesce(s.recorded_at, s.created_at) as bigint),
        cast(case when a.hidden is null then coalesce(a.url, '') else '' end as text), cast(null as text),
        cast(null as text), cast(null as text), cast(null as bigint), cast(null as bigint)
    from attachments a join statements s on s.number = a.number and s.public
    left join datatracker_attachments k on k.number = a.number and k.position = a.position and not k.removed
    where k.id is null
    union all
    select cast(case when substr(d.name_key, 1, 3) = 'rfc' then 'rfc' || ltrim(substr(d.name_key, 4), '0')
            else d.name_key end as text),
        cast(d.title as text),
        cast(case when substr(d.name_key, 1, 3) = 'rfc' then 'rfc' else 'draft' end as text), cast('' as text),
        cast(case when substr(d.name_key, 1, 3) = 'rfc' then '' end as text), cast(null as bigint), cast('' as text),
        cast(case d.status when 'INTERNET STANDARD' then 'std' when 'DRAFT STANDARD' then 'ds'
            when 'PROPOSED STANDARD' then 'ps' when 'BEST CURRENT PRACTICE' then 'bcp' when 'INFORMATIONAL' then 'inf'
            when 'EXPERIMENTAL' then 'exp' when 'HISTORIC' then 'hist' when 'UNKNOWN' then 'unkn' end as text),
        cast(case d.intended when 'INTERNET STANDARD' then 'std' when 'DRAFT STANDARD' then 'ds'
            when 'PROPOSED STANDARD' then 'ps' when 'BEST CURRENT PRACTICE' then 'bcp' when 'INFORMATIONAL' then 'inf'
            when 'EXPERIMENTAL' then 'exp' when 'HISTORIC' then 'hist' end as text),
        cast(case d.stream when 'IETF' then 'ietf' when 'IAB' then 'iab' when 'IRTF' then 'irtf'
            when 'INDEPENDENT' then 'ise' when 'LEGACY' then 'legacy' when 'EDITORIAL' then 'editorial' end as text),
        cast((select coalesce(gk.id, g.datatracker_id, g.id) from groups g
            left join datatracker_groups gk on gk.group_id = g.id where g.acronym = d.group_acronym) as bigint),
        cast(case when substr(d.name_key, 1, 3) = 'rfc' then ltrim(substr(d.name_key, 4), '0') end as bigint)
    from documents d
    where (substr(d.name_key, 1, 3) = 'rfc' and d.status <> 'NOT ISSUED') or substr(d.name_key, 1, 6) = 'draft-'
    union all
    select cast(substr(d.name_key, 1, 3) || ltrim(substr(d.name_key, 4), '0') as text),
        cast(case substr(d.name_key, 1, 3) when 'bcp' then 'Best Current Practice ' when 'std' then 'Internet Standard '
            else 'For Your Information ' end || ltrim(substr(d.name_key, 4), '0') as text),
        cast(substr(d.name_key, 1, 3) as text), cast('' as text), cast('' as text), cast(null as bigint),
        cast('' as text), cast(null as text), cast(null as text), cast(null as text), cast(null as bigint),
        cast(null as bigint)
    from documents d where substr(d.name_key, 1, 3) in ('bcp', 'std', 'fyi') and d.also <> '[]'";

/// Of our kinds of events, those that the datatracker has something near to; the rest has no type there.
pub(super) const EVENTS: &str = "
    select e.id as id, e.number as statement,
        coalesce(k.kind, case e.kind when 'edited' then 'modified' when 'corrected' then 'modified'
            when 'attachment-changed' then 'modified' when 'approval-noted' then 'approved'
            when 'recorded-unapproved' then 'posted' when 'withdrawn' then 'killed' when 'dropped' then 'killed'
            when 'revived' then 'resurrected' when 'mailed' then 'msgout' when 'sent-again' then 'resent'
            when 'commented' then 'comment' else e.kind end) as type,
        case when k.id is not null then k.person when e.system then 1
            else coalesce(p.datatracker_id, p.id) end as doer,
        e.at as time,
        coalesce(k.words, case when e.words <> '' then e.words else 'Statement ' ||
            case e.kind when 'submitted' then 'Submitted' when 'approved' then 'Approved'
                when 'approval-noted' then 'Approved' when 'posted' then 'Posted'
                when 'recorded-unapproved' then 'Posted' when 'withdrawn' then 'Killed' when 'dropped' then 'Killed'
                when 'revived' then 'Resurrected' when 'mailed' then 'MsgOut' when 'sent-again' then 'Re-sent'
                when 'commented' then 'Comment' else 'Modified' end end) as words
    from events e join statements s on s.number = e.number and s.public
    left join datatracker_events k on k.id = e.id left join people p on p.id = e.person
    where e.public and (k.id is not null or e.kind in ('submitted', 'edited', 'corrected', 'attachment-changed',
        'approved', 'approval-noted', 'posted', 'recorded-unapproved', 'withdrawn', 'dropped', 'revived', 'mailed',
        'sent-again', 'commented'))";

/// Two statements are one pair, however many kinds of links there are between them here.
pub(super) const RELATIONS: &str = "
    select coalesce(k.id, 1000000000000000 + l.number * 1000000000 + l.target) as id, l.number as source,
        l.target as target, coalesce(k.kind, 'refold') as relationship
    from statement_links l join statements s on s.number = l.number and s.public
    left join statements t on t.number = l.target
    left join datatracker_relations k on k.source = l.number and k.target = l.target
    where (t.number is null or t.public) and not exists (select 1 from statement_links o
        where o.number = l.number and o.target = l.target and o.position < l.position)";

pub(super) const GROUPS: &str = "
    select coalesce(k.id, g.datatracker_id, g.id) as id, g.acronym as acronym, g.name as name,
        coalesce(g.list_address, '') as list_email, coalesce(pk.id, p.datatracker_id, p.id) as parent,
        case when k.kind_here = g.kind then k.kind when g.kind = 'other' then 'team' else g.kind end as type,
        case when k.state_here = g.state then k.state when g.state = 'concluded' then 'conclude'
            else g.state end as state
    from groups g left join datatracker_groups k on k.group_id = g.id
    left join groups p on p.id = g.parent left join datatracker_groups pk on pk.group_id = p.id";

/// The addresses of roles and lists alone; those of people are on the groups' pages, where crawlers do not take them.
pub(super) const GROUP_CONTACTS: &str = "
    select coalesce(k.id, g.datatracker_id, g.id) as id, coalesce(k.id, g.datatracker_id, g.id) as of_group,
        coalesce((select string_agg(c.address, ', ' order by c.position) from listed_contacts c
            where c.group_id = g.id and c.send_to
                and c.why in ('list', 'chairs', 'area-directors', 'leadership', 'coordination')), '') as contacts,
        coalesce((select string_agg(c.address, ', ' order by c.position) from listed_contacts c
            where c.group_id = g.id and not c.send_to
                and c.why in ('list', 'chairs', 'area-directors', 'leadership', 'coordination')), '') as cc_contacts
    from groups g left join datatracker_groups k on k.group_id = g.id
    where exists (select 1 from listed_contacts c where c.group_id = g.id
        and c.why in ('list', 'chairs', 'area-directors', 'leadership', 'coordination'))";

/// Those who did something that is public.
pub(super) const PEOPLE: &str = "
    select k.id as id, k.name as name, k.ascii as ascii from datatracker_people k
    union all
    select coalesce(p.datatracker_id, p.id), p.name, p.name from people p
    where p.id in (select e.person from events e join statements s on s.number = e.number and s.public
            where e.person is not null and e.public)
        and not exists (select 1 from datatracker_people k where k.id = p.datatracker_id)";
