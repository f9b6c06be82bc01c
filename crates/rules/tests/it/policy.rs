//! What an organization decides for itself.

use std::fmt::Write as _;

use rules::{BadPolicy, Direction, GateKind, GroupKind, Policy, Purpose, RoleKind, Slots, Step};

use crate::made::World;

/// The role addresses of research groups, as the built-in policy has them.
const RESEARCH_CONTACTS: &str = r#"contacts = [
  { why = "chairs", name = "{name} Chairs", address = "{acronym}-chairs@irtf.org" },
  { why = "list", name = "{name} list", address = "{acronym}@irtf.org" },
]
"#;

/// The built-in policy's text, for tests that change a line of it.
pub(crate) const IETF: &str = include_str!("../../policies/ietf.toml");

#[test]
fn the_built_in_policy_is_the_ietfs() {
    let policy = Policy::built_in("ietf").unwrap();
    assert_eq!(policy.organization, "ietf");
    assert_eq!(policy.gates.of(Direction::Outgoing), GateKind::ALL);
    assert_eq!(policy.gates.of(Direction::Incoming), [GateKind::Review]);
    assert_eq!(policy.source(), IETF);
    assert_eq!(policy.levels_in_words(), "IETF, IESG, IAB, area or working group");
    assert_eq!(
        policy.coordination().unwrap().to_string(),
        "IAB Liaison Coordination <liaison-coordination@iab.org>"
    );
    let refusal = Policy::built_in("umbrella").unwrap_err();
    assert_eq!(refusal, BadPolicy::Unknown("umbrella".to_owned()));
    assert_eq!(
        refusal.to_string(),
        "no policy “umbrella” is built in: choose “ietf”, “in-order” or “consortium”"
    );
}

/// OUT-2: level by level, who approves and who drafts, as the policy's page says it.
#[test]
fn the_policy_says_in_words_who_approves_at_each_level() {
    let mut words = String::new();
    let policy = Policy::built_in("ietf").unwrap();
    for level in &policy.levels {
        let roles = |kinds: &[rules::RoleKind]| {
            kinds.iter().map(|kind| policy.role_words(*kind)).collect::<Vec<_>>().join(", ")
        };
        writeln!(words, "{}", level.name).unwrap();
        writeln!(words, "  approves: {}", policy.authority_words(level)).unwrap();
        writeln!(words, "  agrees: {}", roles(&level.agrees)).unwrap();
        writeln!(words, "  drafts: {}", roles(&level.drafts)).unwrap();
        writeln!(words, "  drafts from anywhere: {}", roles(&level.drafts_anywhere)).unwrap();
    }
    insta::assert_snapshot!(words);
}

/// Demonstrations and tests must not be able to write to anybody's real address.
#[test]
fn the_policy_at_another_domain_names_no_real_address() {
    let world = World::new();
    let from = world.ids(&["ietf", "iesg", "iab", "tim", "tsync"]);
    let proposed = rules::propose_outgoing(&from, &[], None, &world.directory, &world.policy);
    let domains: Vec<String> = proposed.from.iter().map(|it| it.address.clone().unwrap()).collect();
    assert!(domains.len() > 8, "{domains:?}");
    for address in &domains {
        assert!(address.ends_with("@example.org") || address == "tina@example.net", "{address}");
    }
}

#[test]
fn a_level_belongs_to_groups_of_ours_alone() {
    let world = World::new();
    let level = |acronym: &str| {
        let group = world.directory.by_acronym(acronym).unwrap();
        world.policy.level(group).map(|level| level.name.clone())
    };
    assert_eq!(level("iab").as_deref(), Some("IAB"));
    assert_eq!(level("tsync").as_deref(), Some("working group"));
    assert_eq!((level("rgtime"), level("secretariat"), level("etu")), (None, None, None));
    let mut namesake = world.directory.by_acronym("etu").unwrap().clone();
    namesake.acronym = "iab".to_owned();
    assert!(world.policy.level(&namesake).is_none(), "another organization's board is not ours");
    assert!(!world.policy.is_ours(&namesake));
}

/// One level with its own words: nothing of the IETF's is left.
#[test]
fn another_organization_writes_its_own_policy() {
    let policy = Policy::parse(
        r#"
        organization = "acme"
        secretariat = "office"
        name = "Acme Works"
        short_name = "Acme"
        gates.outgoing = ["review", "approval"]
        gates.incoming = []
        addresses = { coordination = "liaison@example.com", coordination_name = "" }
        words.people = "Members"
        wordings.receipt.usual = { subject = "Thank you", text = "It is at {link}." }
        [[levels]]
        name = "committee"
        kind = "other"
        authority = { role = "chair" }
        drafts = ["member"]
        "#,
    )
    .unwrap();
    assert_eq!(policy.levels_in_words(), "committee");
    assert_eq!(policy.authority_words(&policy.levels[0]), "chair");
    assert_eq!(policy.gates.of(Direction::Outgoing), [GateKind::Review, GateKind::Approval]);
    assert_eq!(policy.coordination().unwrap().to_string(), "liaison@example.com");
}

/// Each mistake is named with its place.
#[test]
fn a_policy_that_cannot_be_is_refused_with_the_place_named() {
    let mut words = String::new();
    let levels = IETF.find("[[levels]]").unwrap();
    let changed = |from: &str, to: &str| {
        assert!(IETF.contains(from), "{from}");
        IETF.replacen(from, to, 1)
    };
    let stories = [
        ("not TOML", changed("[addresses]", "[addresses")),
        ("a word that is not known", changed("organization =", "organisation =")),
        ("a part that is missing", changed("secretariat = \"secretariat\"", "")),
        (
            "a gate that is not known",
            changed("\"consultation\", \"review\"", "\"consultation\", \"luck\""),
        ),
        ("a role that is not known", changed("role = \"ad\"", "role = \"king\"")),
        ("a gate named twice", changed("\"consultation\", \"review\"", "\"review\", \"review\"")),
        (
            "an approval of what others sent",
            changed("incoming = [\"review\"]", "incoming = [\"approval\"]"),
        ),
        (
            "an agreement that nobody stands behind",
            changed("\"approval\", \"consultation\"", "\"consultation\""),
        ),
        (
            "days for a consultation that is not held",
            changed("\"consultation\", \"review\"", "\"review\""),
        ),
        (
            "a level that sends unapproved",
            changed("drafts = [\"ad\"]", "drafts = [\"ad\"]\nwithout = [\"approval\"]"),
        ),
        ("a level of other organizations", changed("kind = \"area\"", "kind = \"sdo\"")),
        (
            "a chair with organizations of their own",
            changed("group = \"iab\"\n\n", "group = \"iab\"\nto = \"own\"\n\n"),
        ),
        ("a step that is not known", changed("agreed = ", "applauded = ")),
        (
            "an audience that is not known",
            changed("agreed = [\"author\"]", "agreed = [\"everyone\"]"),
        ),
        ("a role of no name", changed("ad = \"Area", "king = \"Area")),
        ("a name that is empty", changed("short_name = \"IETF\"", "short_name = \" \"")),
        ("a slot that nothing fills", changed("{deadline}.\n", "{date}.\n")),
        ("a text to begin with by no name", changed("slug = \"done\"", "slug = \"Done!\"")),
        ("two texts to begin with by one name", changed("slug = \"done\"", "slug = \"thanks\"")),
        (
            "a text to begin with that is called nothing",
            changed("name = \"Done as asked\"", "name = \"\""),
        ),
        (
            "an answer that settles, and asks for a later day",
            changed("settles = false\nasks_deadline", "settles = true\nasks_deadline"),
        ),
        (
            "a text to begin with that cites nothing known",
            changed(
                "what you asked for in your statement “{subject}”{cited} is done",
                "{what} is done",
            ),
        ),
        ("a receipt that leads nowhere", changed("{link}\n", "Somewhere.\n")),
        (
            "a receipt on research that nobody is asked about",
            changed("[research]", "[[drafters]]\nrole = \"ad\"\n[unknown]")
                .replace("[unknown]\ngroup = \"irtf\"\nrole = \"chair\"\n", "")
                .replace(RESEARCH_CONTACTS, ""),
        ),
        (
            "research that nobody is consulted on",
            changed("\"consultation\", \"review\"]", "\"review\"]")
                .replace("consultation_days = 7\n", ""),
        ),
        ("a link in a mail that signs in for a year", changed("link_days = 14", "link_days = 366")),
        (
            "an address of research groups that is none",
            changed("{acronym}@irtf.org", "{acronym} at irtf"),
        ),
        (
            "a document that is to be named",
            changed(
                "{name} is a draft of the Internet Research",
                "This is a draft of the Internet Research",
            ),
        ),
        ("a coordination address that is none", changed("liaison-coordination@iab.org", "iab")),
        ("a role address that is none", changed("\"{acronym}@ietf.org\"", "\"{acronym} list\"")),
        ("a name with a line end", changed("The IETF Chair", "The\\nChair")),
        ("a level of nothing", changed("kind = \"area\"\n", "")),
        ("no levels", format!("levels = []\n{}", &IETF[..levels])),
        ("levels left out", IETF[..levels].to_owned()),
    ];
    for (story, text) in stories {
        let refusal = Policy::parse(&text).unwrap_err();
        writeln!(words, "{story}:\n{refusal}\n").unwrap();
    }
    insta::assert_snapshot!(words);
}

#[test]
fn a_domain_that_is_none_makes_no_policy() {
    for domain in ["", "no domain", "nodot", "x.example\"\nevil = \"1"] {
        assert!(Policy::built_in_at("ietf", domain).is_err(), "{domain:?}");
    }
}

/// A policy that is built in and cannot be read would keep its organization from starting.
#[test]
fn every_policy_that_is_built_in_can_be_used() {
    let names: Vec<&str> = Policy::names().collect();
    assert_eq!(names, ["ietf", "in-order", "consortium"]);
    for name in names {
        Policy::built_in(name).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    let in_order = Policy::built_in("in-order").unwrap();
    assert!(in_order.gates.are_in_order(Direction::Outgoing));
    assert!(!in_order.gates.are_in_order(Direction::Incoming));
}

/// The IETF's two policies are one in all but the gates and what says so.
#[test]
fn the_policy_with_gates_in_order_differs_in_its_gates_alone() {
    let other = Policy::built_in("in-order").unwrap();
    let lines = |text: &str| {
        let table = text.find("[gates]").unwrap()..text.find("[addresses]").unwrap();
        let rest = format!("{}{}", &text[..table.start], &text[table.end..]);
        rest.lines().skip(1).map(str::to_owned).collect::<Vec<String>>()
    };
    assert_eq!(lines(other.source()), lines(IETF));
}

/// OUT-6, CON-1: what an organization names it is offered; where it names nothing, everything is.
#[test]
fn the_ietf_names_every_role_and_kind() {
    let policy = Policy::built_in("ietf").unwrap();
    assert_eq!(policy.offered_roles(), RoleKind::ALL);
    assert_eq!(policy.offered_kinds(), GroupKind::ALL);
}

/// Not a word of the IETF's in the policy of another organization.
#[test]
fn the_consortium_has_words_of_its_own() {
    let policy = Policy::built_in("consortium").unwrap();
    let source = policy.source().to_lowercase();
    for word in ["ietf", "iab", "iesg", "irtf", "area director", "working group"] {
        let told = source.matches(word).count();
        let as_key = source.matches("\nietf = ").count() * usize::from(word == "ietf");
        assert_eq!(told, as_key, "{word}");
    }
    let roles: Vec<String> =
        policy.offered_roles().into_iter().map(|kind| policy.a_role(kind)).collect();
    let kinds: Vec<&str> =
        policy.offered_kinds().into_iter().map(|kind| policy.kind_words(kind)).collect();
    let levels: Vec<String> =
        policy.offered_consensus().into_iter().map(|it| policy.consensus_words(it)).collect();
    insta::assert_debug_snapshot!((policy.people_words(), roles, kinds, levels));
}

/// IN-4, IN-6: a receipt by purpose, and one of its own for research; a paragraph about a deadline only where there is one; what fills a slot is only words.
#[test]
fn a_receipt_is_worded_by_the_policy() {
    let mut text = IETF.replace("[wordings.receipt.usual]", "[wordings.receipt.response]\nsubject = \"Thanks\"\ntext = \"It closes the matter: {link}\"\n[wordings.receipt.usual]");
    text = text.replace("liaison-coordination@iab.org", "liaison@example.org");
    let policy = Policy::parse(&text).unwrap();
    let slots = |deadline: &str| Slots {
        subject: "On {link} and {braces}".to_owned(),
        link: "https://liaison.example.org/statements/7".to_owned(),
        from: "ETU Study Group 1".to_owned(),
        to: "Time Synchronization".to_owned(),
        deadline: deadline.to_owned(),
    };
    let receipts = [
        policy.receipt(Some(Purpose::Action), false, &slots("2026-10-01")),
        policy.receipt(None, false, &slots("")),
        policy.receipt(Some(Purpose::Response), false, &slots("2026-10-01")),
        policy.receipt(Some(Purpose::Response), true, &slots("")),
    ];
    let words = receipts.map(|it| format!("Subject: {}\n\n{}", it.subject, it.text));
    insta::assert_snapshot!(words.join("----\n"));
}

/// PI-18: at each step, who is told.
#[test]
fn the_policy_says_who_hears_of_each_step() {
    let mut table = String::new();
    for name in Policy::names() {
        let policy = Policy::built_in(name).unwrap();
        writeln!(table, "{name}").unwrap();
        for step in Step::ALL {
            let told: Vec<&str> = policy.told(step).iter().map(|it| it.words()).collect();
            writeln!(table, "  {}: {}", step.words(), told.join(", ")).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}
