//! What makes a statement ready to go: one letter for each organization, documents listed, the time at which it goes.

use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use rules::{
    Directory, Facts, GateKind, GroupId, Meeting, Moved, Process, Refusal, State, co_authorities,
    deadline_ahead, deadline_doubts, is_obligatory, obligatory_contacts, organizations_of,
    replies_to, split, with_list, without_list,
};

use crate::made::{TODAY, World, now, opening};

fn later(minutes: i64) -> Timestamp {
    now() + SignedDuration::from_mins(minutes)
}

/// CON-9, CON-6: each organization gets its own groups, in the order in which they were named, and no other's address.
#[test]
fn a_draft_to_several_organizations_is_split_by_organization() {
    let world = World::new();
    let mut draft = world.outgoing(&["tsync"], &["etu-sg1", "kio", "etu"], "Finn");
    let parts = split(&draft, &world.directory).unwrap();
    let named: Vec<Vec<&str>> = parts
        .iter()
        .map(|part| part.groups.iter().map(|group| group.acronym.as_str()).collect())
        .collect();
    assert_eq!(named, [vec!["etu-sg1", "etu"], vec!["kio"]]);
    assert_eq!(parts, organizations_of(&draft.to, &world.directory));

    let mut answered = world.outgoing(&["tsync"], &["tsync"], "Finn");
    answered.from.groups = world.side(&["etu-sg1"]).groups;
    answered.from.liaison_contact = Some(crate::made::mailbox("", "replies@example.com"));
    let answered = [answered];
    let reply_to = |at: usize| replies_to(&parts[at], &answered, &world.directory).is_some();
    assert_eq!((reply_to(0), reply_to(1)), (true, false), "theirs goes to them alone");

    let alone = world.outgoing(&["tsync"], &["etu-sg1", "etu"], "Finn");
    assert!(matches!(split(&alone, &world.directory), Err(Refusal::Fields(_))));
    draft.state = State::InReview;
    assert!(matches!(split(&draft, &world.directory), Err(Refusal::WrongState { .. })));
}

/// PUR-2: near or on a weekend is doubted, passed is refused, and the day itself has not passed.
#[test]
fn a_deadline_is_doubted_or_refused() {
    let World { policy, directory, .. } = World::new();
    let doubts = |day| deadline_doubts(day, TODAY, &[], &directory, &policy).len();
    assert_eq!(TODAY, date(2026, 9, 1), "a Tuesday");
    assert_eq!(
        [date(2026, 9, 2), date(2026, 9, 5), date(2026, 9, 14), date(2026, 9, 15)].map(doubts),
        [1, 2, 1, 0]
    );
    assert_eq!(doubts(date(2026, 11, 29)), 1, "far, and a Sunday");
    assert_eq!(deadline_ahead(None, TODAY), Ok(()));
    assert_eq!(deadline_ahead(Some(TODAY), TODAY), Ok(()));
    assert!(matches!(deadline_ahead(Some(date(2026, 8, 31)), TODAY), Err(Refusal::Fields(_))));
}

/// PUR-2: a day before those who are asked meet is doubted, whether they meet themselves or what they belong to does; one that is
/// after, or where nobody knows of a meeting, is not.
#[test]
fn a_deadline_before_the_next_meeting_of_the_other_side_is_doubted() {
    let mut world = World::new();
    let meeting = |line: &str| Meeting::parse(line).unwrap();
    let ids = |acronyms: &[&str]| world.ids(acronyms);
    let (etu, sg1, mum) = (ids(&["etu"])[0], ids(&["etu-sg1"])[0], ids(&["mum"])[0]);
    let plenary = meeting("2027-04-12 to 2027-04-23: SG1 plenary (Geneva)");
    let over = meeting("2026-08-31 to 2026-09-03: SG1 interim");
    let assembly = meeting("2026-12-30 to 2027-01-02: Assembly (Lima, Peru)");
    for (group, meetings) in [(sg1, vec![over, plenary.clone()]), (etu, vec![assembly])] {
        world.directory.set_facts(group, Facts { meetings, ..Facts::default() });
    }
    let policy = world.policy.clone();
    let doubted = |directory: &Directory, day, asked: &[GroupId]| {
        deadline_doubts(day, TODAY, asked, directory, &policy)
    };
    let doubts = |day, asked: &[GroupId]| doubted(&world.directory, day, asked);
    assert_eq!(
        doubts(date(2027, 4, 9), &[sg1, mum, sg1]),
        ["This is before ETU Study Group 1’s next meeting: SG1 plenary, 12–23 April 2027, Geneva."]
    );
    assert_eq!(doubts(date(2027, 4, 12), &[sg1, mum]), [] as [&str; 0]);
    assert_eq!(
        doubts(date(2026, 7, 31), &[sg1]),
        [] as [&str; 0],
        "it has passed, which is refused"
    );
    let assembly = doubts(date(2026, 10, 1), &[etu]);
    assert!(
        assembly[0].ends_with("Assembly, 30 December 2026 – 2 January 2027, Lima, Peru."),
        "{assembly:?}"
    );
    world.directory.set_facts(sg1, Facts::default());
    let inherited = doubted(&world.directory, date(2026, 10, 1), &[sg1]);
    assert_eq!(inherited, assembly, "of what it belongs to");
    let coming = world.directory.coming_meetings(sg1, TODAY);
    assert_eq!(coming.len(), 1, "the same is told of it");
}

/// What is typed of a meeting is read, and written again as it is read; what cannot be is said with how to write it.
#[test]
fn a_meeting_is_a_line_that_is_read_as_it_is_written() {
    for line in [
        "2027-04-12 to 2027-04-23: SG15 plenary (Geneva)",
        "2027-04-12: Call",
        "2027-04-28 to 2027-05-04: Plenary: part 2 (Rome, Italy)",
        "2027-04-12: Plenary (second half) ()",
    ] {
        let meeting = Meeting::parse(line).unwrap();
        assert_eq!(meeting.to_string(), line);
        assert_eq!(Meeting::parse(&meeting.to_string()), Ok(meeting));
    }
    let wrong = |line: &str| Meeting::parse(line).unwrap_err();
    for line in ["", "next spring", "2027-04-31: Plenary", "2027-04-12 to: Plenary", "2027-04-12: "]
    {
        assert!(wrong(line).contains("is no meeting: write it as 2027-04-12 to"), "{line}");
    }
    assert_eq!(
        wrong("2027-04-12 to 2027-04-01: Plenary"),
        "Of “2027-04-12 to 2027-04-01: Plenary”: Plenary ends before it begins: exchange “from” and “until”."
    );
    assert_eq!(
        Meeting::parse("2027-04-28 to 2027-05-04: Plenary").unwrap().words(),
        "Plenary, 28 April – 4 May 2027"
    );
}

/// CON-2: what the policy makes obligatory is among what is proposed, each for a reason that it names.
#[test]
fn obligatory_contacts_are_those_that_the_policy_names() {
    let world = World::new();
    let (from, to) = (world.ids(&["tsync"]), world.ids(&["mum"]));
    let all = rules::propose_our_contacts(&from, &to, &world.directory, &world.policy);
    let kept = obligatory_contacts(&from, &to, &world.directory, &world.policy);
    let named: Vec<String> = kept.iter().map(|contact| contact.why.to_string()).collect();
    assert_eq!(named, ["chairs", "coordination address"]);
    assert!(kept.iter().all(|contact| all.contains(contact)));
    assert!(all.iter().any(|contact| !is_obligatory(contact.why, &world.policy)));
}

/// OUT-2: whoever answers for the same group, and nobody else.
#[test]
fn an_approval_is_handed_to_who_may_give_it() {
    let world = World::new();
    for group in ["tsync", "iab"] {
        let id = world.id(group);
        let (directory, policy) = (&world.directory, &world.policy);
        let all = rules::authorities(id, directory, policy, TODAY);
        for person in &all {
            let actor = directory.actor(person.id, TODAY);
            let others = co_authorities(&actor, id, directory, policy, TODAY);
            assert_eq!(others.len() + 1, all.len());
            assert!(others.iter().all(|other| other.id != person.id && all.contains(other)));
        }
    }
}

/// OUT-10: with every gate open it waits for its time, and for nothing but a gate after that.
#[test]
fn what_has_a_time_waits_for_it_and_for_its_gates() {
    let world = World::new();
    let gates = || world.gates(&["tsync"], &["mum"], "Dora");
    let timed = Process { not_before: Some(later(60)), ..Process::draft() };
    let (mut process, moved) = timed.submit(gates(), now()).unwrap();
    assert_eq!(moved, Moved::Waits);
    let all: Vec<_> = process.gates.iter().map(|gate| (gate.kind, gate.group)).collect();
    for (kind, group) in all {
        assert!(!process.waits_for_its_time());
        let (next, moved) = process.open(kind, group, opening("Dora")).unwrap();
        (process, _) = (next, assert_eq!(moved, Moved::Waits));
    }
    assert!(process.waits_for_its_time());
    let (process, moved) = process.come_due(later(59)).unwrap();
    assert_eq!(moved, Moved::Waits, "too early");
    let changed = process.clone().edit(gates()).unwrap();
    let (changed, moved) = changed.come_due(later(61)).unwrap();
    assert_eq!((changed.state, moved), (State::InReview, Moved::Waits), "a gate closed meanwhile");
    let (posted, moved) = process.come_due(later(60)).unwrap();
    assert_eq!((posted.state, moved), (State::Posted, Moved::Posted));
    assert!(matches!(posted.come_due(later(61)), Err(Refusal::WrongState { .. })), "once");
    assert!(changed.gates.iter().any(|gate| gate.kind == GateKind::Approval));
}

proptest! {
    /// DOC-5: whatever the text, not a character of it is changed, and a list is renewed in its place.
    #[test]
    fn a_list_of_documents_leaves_the_text_as_it_is(
        text in "([a-z -]{0,12}\n?|Documents referred to:\n|- RFC 1\n){0,8}",
        lines in prop::collection::vec("[A-Z]{3} [0-9]{1,4}: [a-z ]{1,20}", 1..4),
        others in prop::collection::vec("[A-Z]{3} [0-9]{1,4}: [a-z ]{1,20}", 1..4),
    ) {
        const TITLE: &str = "Documents referred to:";
        let bare = without_list(&text, TITLE);
        let listed = with_list(&text, TITLE, &lines);
        prop_assert!(listed.starts_with(bare));
        prop_assert_eq!(without_list(&listed, TITLE).trim_end_matches('\n'), bare.trim_end_matches('\n'));
        prop_assert_eq!(&with_list(&listed, TITLE, &lines), &listed);
        let renewed = with_list(&listed, TITLE, &others);
        prop_assert_eq!(with_list(&renewed, TITLE, &lines), listed);
        let after = format!("{renewed}\nGreetings\n");
        prop_assert_eq!(without_list(&after, TITLE), after.as_str());
    }
}
