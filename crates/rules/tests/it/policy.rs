//! What an organization decides for itself.

use std::fmt::Write as _;

use rules::{BadPolicy, Direction, GateKind, Policy};

use crate::made::World;

/// The built-in policy's text, for tests that change a line of it.
pub(crate) const IETF: &str = include_str!("../../policies/ietf.toml");

#[test]
fn the_built_in_policy_is_the_ietfs() {
    let policy = Policy::built_in("ietf").unwrap();
    assert_eq!(policy.organization, "ietf");
    assert_eq!(policy.gates(Direction::Outgoing), [GateKind::Approval, GateKind::Review]);
    assert_eq!(policy.gates(Direction::Incoming), [GateKind::Review]);
    assert_eq!(policy.levels_in_words(), "IETF, IESG, IAB, area or working group");
    assert_eq!(
        policy.coordination().unwrap().to_string(),
        "IAB Liaison Coordination <liaison-coordination@iab.org>"
    );
    let refusal = Policy::built_in("umbrella").unwrap_err();
    assert_eq!(refusal, BadPolicy::Unknown("umbrella".to_owned()));
    assert_eq!(refusal.to_string(), "no policy “umbrella” is built in: the one that is, is “ietf”");
}

/// OUT-2: level by level, who approves and who drafts, as the policy's page says it.
#[test]
fn the_policy_says_in_words_who_approves_at_each_level() {
    let mut words = String::new();
    for level in &Policy::built_in("ietf").unwrap().levels {
        let roles = |kinds: &[rules::RoleKind]| {
            kinds.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        };
        writeln!(words, "{}", level.name).unwrap();
        writeln!(words, "  approves: {}", level.authority_words()).unwrap();
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
        gates.outgoing = ["review", "approval"]
        gates.incoming = []
        addresses = { coordination = "liaison@example.com", coordination_name = "" }
        [[levels]]
        name = "committee"
        kind = "other"
        authority = { role = "chair" }
        drafts = ["member"]
        "#,
    )
    .unwrap();
    assert_eq!(policy.levels_in_words(), "committee");
    assert_eq!(policy.levels[0].authority_words(), "chair");
    assert_eq!(policy.gates(Direction::Outgoing), [GateKind::Review, GateKind::Approval]);
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
        ("a gate that is not known", changed("\"approval\", \"review\"", "\"approval\", \"luck\"")),
        ("a role that is not known", changed("role = \"ad\"", "role = \"king\"")),
        ("a gate named twice", changed("\"approval\", \"review\"", "\"review\", \"review\"")),
        (
            "an approval of what others sent",
            changed("incoming = [\"review\"]", "incoming = [\"approval\"]"),
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
        assert!(Policy::ietf_at(domain).is_err(), "{domain:?}");
    }
}
