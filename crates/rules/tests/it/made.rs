//! The made directory in which every story plays, and statements to begin with.
//!
//! Ours: `ietf` with its `iesg` and `iab`; the areas `tim` and `pic`; the working groups `tsync` and `clock` in `tim`
//! and `pix` in `pic`; the research group `rgtime` in `irtf`; the team `tools`; the `secretariat`.
//! Others: `etu`, with a liaison manager and a Send-To, and in it `etu-sg1` (contacts of its own) with `etu-sg1-wp2`
//! (none), and `etu-sg2` (a Send-To of its own); `vsc`, with a liaison manager and a Send-To; `kio`, with a contact
//! alone; `mum`, of which nothing is known.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use rules::{
    Actor, Consensus, Contact, Deadline, DeadlineKind, Direction, Directory, Gate, Group, GroupId,
    GroupKind, GroupState, ListedContact, Mailbox, Means, Number, Opening, Person, PersonId,
    Policy, Purpose, Refusal, RoleKind, Side, Statement, Travelled, Why, needed_gates,
};

/// The day on which the stories play.
pub(crate) const TODAY: Date = date(2026, 9, 1);

/// Noon of that day.
pub(crate) fn now() -> Timestamp {
    jiff::tz::TimeZone::UTC.to_timestamp(TODAY.at(12, 0, 0, 0)).unwrap()
}

const GROUPS: &[(&str, &str, GroupKind, Option<&str>)] = &[
    ("ietf", "IETF", GroupKind::Ietf, None),
    ("iesg", "Steering Group", GroupKind::Ietf, Some("ietf")),
    ("iab", "Architecture Board", GroupKind::Ietf, Some("ietf")),
    ("secretariat", "Secretariat", GroupKind::Ietf, None),
    ("tim", "Timing Area", GroupKind::Area, Some("iesg")),
    ("pic", "Pictures Area", GroupKind::Area, Some("iesg")),
    ("tsync", "Time Synchronization", GroupKind::Wg, Some("tim")),
    ("clock", "Clocks", GroupKind::Wg, Some("tim")),
    ("pix", "Pixels", GroupKind::Wg, Some("pic")),
    ("irtf", "Research Task Force", GroupKind::Irtf, None),
    ("rgtime", "Time Research", GroupKind::Rg, Some("irtf")),
    ("tools", "Tools Team", GroupKind::Other, Some("ietf")),
    ("etu", "Example Telecommunication Union", GroupKind::Sdo, None),
    ("etu-sg1", "ETU Study Group 1", GroupKind::Sdo, Some("etu")),
    ("etu-sg1-wp2", "ETU Study Group 1, Party 2", GroupKind::Sdo, Some("etu-sg1")),
    ("etu-sg2", "ETU Study Group 2", GroupKind::Sdo, Some("etu")),
    ("vsc", "Video Stream Consortium", GroupKind::Sdo, None),
    ("kio", "Kilohertz Organization", GroupKind::Sdo, None),
    ("mum", "Mum Institute", GroupKind::Sdo, None),
];

const PEOPLE: &[(&str, &[(RoleKind, &str)])] = &[
    ("Ada Head", &[(RoleKind::Chair, "ietf")]),
    ("Ben Board", &[(RoleKind::Chair, "iab"), (RoleKind::Member, "iab")]),
    ("Bob Member", &[(RoleKind::Member, "iab")]),
    ("Cleo Timing", &[(RoleKind::AreaDirector, "tim")]),
    ("Dora Timing", &[(RoleKind::AreaDirector, "tim"), (RoleKind::AreaDirector, "pix")]),
    ("Eli Pictures", &[(RoleKind::AreaDirector, "pic")]),
    ("Finn Chair", &[(RoleKind::Chair, "tsync")]),
    ("Gita Secretary", &[(RoleKind::Secretary, "tsync")]),
    ("Hal Delegate", &[(RoleKind::Delegate, "tsync")]),
    ("Ines Pixels", &[(RoleKind::Chair, "pix")]),
    ("Lea Manager", &[(RoleKind::LiaisonManager, "etu")]),
    ("Max Manager", &[(RoleKind::LiaisonManager, "vsc")]),
    ("Nora Coordinator", &[(RoleKind::Coordinator, "iab")]),
    ("Otto Secretariat", &[(RoleKind::Secretary, "secretariat")]),
    ("Pia Research", &[(RoleKind::Chair, "rgtime")]),
    ("Quin Foreign", &[(RoleKind::Chair, "etu-sg1")]),
    ("Sam Nobody", &[]),
];

const LISTED: &[(&str, Why, bool, &str, &str)] = &[
    ("tsync", Why::Listed, false, "Tina Timekeeper", "tina@example.net"),
    ("etu", Why::LiaisonManager, false, "ETU liaison manager", "etu-liaison@example.org"),
    ("etu", Why::Listed, true, "ETU liaison desk", "liaison@etu.example"),
    ("etu", Why::Listed, false, "ETU Bureau", "bureau@etu.example"),
    ("etu-sg1", Why::Listed, false, "SG1 Chair", "sg1-chair@etu.example"),
    ("etu-sg1", Why::List, false, "", "sg1@etu.example"),
    ("etu-sg2", Why::Listed, true, "SG2 desk", "sg2-desk@etu.example"),
    ("vsc", Why::LiaisonManager, false, "VSC liaison manager", "vsc-liaison@example.org"),
    ("vsc", Why::Listed, true, "VSC secretary", "secretary@vsc.example"),
    ("kio", Why::Listed, false, "KIO office", "office@kio.example"),
];

/// The directory, the policy at example.org, and who is who.
pub(crate) struct World {
    pub(crate) directory: Directory,
    pub(crate) policy: Policy,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with_state("", GroupState::Active)
    }

    /// The same, one group being in another state.
    pub(crate) fn with_state(changed: &str, state: GroupState) -> Self {
        let id = |acronym: &str| {
            let at = GROUPS.iter().position(|group| group.0 == acronym).unwrap();
            GroupId(i64::try_from(at).unwrap() + 1)
        };
        let groups = GROUPS.iter().map(|(acronym, name, kind, parent)| Group {
            id: id(acronym),
            acronym: (*acronym).to_owned(),
            name: (*name).to_owned(),
            kind: *kind,
            state: if *acronym == changed { state } else { GroupState::Active },
            parent: parent.map(id),
            list_address: (*acronym == "clock").then(|| "clocks@lists.example.org".to_owned()),
        });
        let mut directory = Directory::new(groups);
        for (at, (name, roles)) in PEOPLE.iter().enumerate() {
            let person = PersonId(i64::try_from(at).unwrap() + 1);
            let addresses = vec![format!("{}@example.net", first_name(name).to_lowercase())];
            directory.add_person(Person { id: person, name: (*name).to_owned(), addresses });
            for (kind, group) in *roles {
                directory.add_role(person, *kind, id(group), None, None);
            }
        }
        for (group, why, send_to, name, address) in LISTED {
            let mailbox = mailbox(name, address);
            let (group, why, send_to) = (id(group), *why, *send_to);
            directory.add_contact(ListedContact { group, why, send_to, mailbox });
        }
        Self { directory, policy: Policy::built_in_at("ietf", "example.org").unwrap() }
    }

    pub(crate) fn id(&self, acronym: &str) -> GroupId {
        self.directory.by_acronym(acronym).unwrap().id
    }

    pub(crate) fn ids(&self, acronyms: &[&str]) -> Vec<GroupId> {
        acronyms.iter().map(|acronym| self.id(acronym)).collect()
    }

    /// Somebody by first name, with the roles that they hold on the day; `reader` is not signed in.
    pub(crate) fn actor(&self, first: &str) -> Actor {
        if first == "reader" {
            return Actor::reader();
        }
        self.directory.actor(person_id(first), TODAY)
    }

    pub(crate) fn side(&self, acronyms: &[&str]) -> Side {
        let references = acronyms.iter().map(|acronym| self.directory.reference(self.id(acronym)));
        Side { groups: references.map(Option::unwrap).collect(), ..Side::default() }
    }

    /// A complete draft of ours, begun by somebody.
    pub(crate) fn outgoing(&self, from: &[&str], to: &[&str], by: &str) -> Statement {
        let proposed = rules::propose_outgoing(
            &self.ids(from),
            &self.ids(to),
            None,
            &self.directory,
            &self.policy,
        );
        let mut statement = blank(Direction::Outgoing, by);
        statement.from = Side {
            contacts: proposed.from,
            liaison_contact: proposed.from_liaison,
            ..self.side(from)
        };
        statement.to =
            Side { contacts: proposed.to, liaison_contact: proposed.to_liaison, ..self.side(to) };
        statement.consensus = Some(Consensus::Groups);
        statement.travelled = Travelled::Mailed;
        statement
    }

    /// A complete received statement that etu-sg1 mailed, entered by somebody.
    pub(crate) fn incoming(&self, to: &[&str], by: &str) -> Statement {
        let mut statement = blank(Direction::Incoming, by);
        statement.from = self.side(&["etu-sg1"]);
        statement.to = self.side(to);
        statement.from.contacts =
            vec![Contact::new(&mailbox("Sue Sender", "sue@etu.example"), Why::Sender)];
        statement.to.contacts = rules::propose_our_contacts(
            &self.ids(to),
            &self.ids(&["etu-sg1"]),
            &self.directory,
            &self.policy,
        );
        statement.received_on = Some(date(2026, 8, 30));
        statement
    }

    /// The gates that a statement of ours needs that somebody submits.
    pub(crate) fn gates(&self, from: &[&str], to: &[&str], by: &str) -> Vec<Gate> {
        self.gates_of(&self.outgoing(from, to, by), by).unwrap()
    }

    /// The gates that a statement needs that somebody submits.
    pub(crate) fn gates_of(&self, statement: &Statement, by: &str) -> Result<Vec<Gate>, Refusal> {
        needed_gates(statement, &self.actor(by), &self.directory, &self.policy, TODAY)
    }
}

pub(crate) fn mailbox(name: &str, address: &str) -> Mailbox {
    Mailbox::new(name, address).unwrap()
}

pub(crate) fn first_name(name: &str) -> &str {
    name.split(' ').next().unwrap()
}

/// The first names of all people, the reader first.
pub(crate) fn everybody() -> Vec<&'static str> {
    std::iter::once("reader").chain(PEOPLE.iter().map(|(name, _)| first_name(name))).collect()
}

pub(crate) fn person_id(first: &str) -> PersonId {
    let at = PEOPLE.iter().position(|(name, _)| first_name(name) == first).unwrap();
    PersonId(i64::try_from(at).unwrap() + 1)
}

/// Somebody's own act.
pub(crate) fn opening(first: &str) -> Opening {
    let by = person_id(first);
    let name = PEOPLE[usize::try_from(by.0).unwrap() - 1].0.to_owned();
    Opening { by: Some(by), name, role: "as told".to_owned(), at: now(), means: Means::Here }
}

pub(crate) fn deadline(kind: DeadlineKind, date: Date) -> Deadline {
    Deadline { date, kind, set_by: "somebody".to_owned(), set_on: None }
}

/// Which gates there are and whether they are open, in one line.
pub(crate) fn gates_in_words(gates: &[Gate], world: &World) -> String {
    let words = gates.iter().map(|gate| {
        let group = gate.group.and_then(|group| world.directory.group(group));
        let what = match (gate.kind, group) {
            (kind, Some(group)) => format!("{kind} for {}", group.acronym),
            (kind, _) => kind.to_string(),
        };
        let by = gate.opening.as_ref().map_or("closed", |opening| &opening.name);
        format!("{what}: {by}")
    });
    words.collect::<Vec<_>>().join("; ")
}

fn blank(direction: Direction, by: &str) -> Statement {
    Statement {
        purpose: Some(Purpose::Information),
        subject: "On leap seconds".to_owned(),
        text: "We are done with leap seconds.".to_owned(),
        created_by: Some(person_id(by)),
        ..Statement::blank(Number(2101), direction, now())
    }
}
