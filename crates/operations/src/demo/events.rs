//! Who did what to the statements on the record.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rules::{
    Direction, Directory, Doer, Event, EventKind, Gate, GateKind, HeldRole, Means, Opening, Person,
    PersonId, RoleKind, Statement, authorities, needed_gates,
};

use super::data::Told;
use crate::{Desk, Failure};

/// Somebody with the role in which they act, in words.
#[derive(Debug, Clone)]
struct Acting {
    person: PersonId,
    name: String,
    role: String,
}

/// Who wrote or entered a statement, and who reviewed it.
#[derive(Debug, Clone, Default)]
pub(super) struct Doers {
    author: Option<Acting>,
    reviewer: Option<Acting>,
}

impl Doers {
    /// Finds them: a chair or director writes what goes out, the liaison manager enters what comes in.
    pub(super) fn of(desk: &Desk, directory: &Directory, statement: &Statement) -> Self {
        let today = TimeZone::UTC.to_datetime(statement.created_at).date();
        let coordinator = directory.groups().into_iter().find_map(|group| {
            let holders = directory.holders(RoleKind::Coordinator, group.id, today);
            acting(desk, holders.first()?, RoleKind::Coordinator, group.id, directory)
        });
        let groups = statement.from.groups.iter();
        let author = match statement.direction {
            Direction::Incoming => groups.clone().find_map(|group| {
                let manager = *directory.liaison_managers(group.id, today).first()?;
                let organization = directory.organization(group.id)?;
                acting(desk, manager, RoleKind::LiaisonManager, organization.id, directory)
            }),
            Direction::Outgoing => groups.clone().find_map(|group| {
                let chair = directory.holders(RoleKind::Chair, group.id, today);
                let chair = chair
                    .first()
                    .and_then(|it| acting(desk, it, RoleKind::Chair, group.id, directory));
                chair.or_else(|| {
                    let directors = authorities(group.id, directory, &desk.policy, today);
                    acting(desk, directors.first()?, RoleKind::AreaDirector, group.id, directory)
                })
            }),
        };
        Self { author: author.or_else(|| coordinator.clone()), reviewer: coordinator }
    }

    /// Returns who began the statement, and in which role.
    pub(super) fn author(&self) -> (Option<PersonId>, String) {
        let author = self.author.as_ref();
        (author.map(|it| it.person), author.map(|it| it.role.clone()).unwrap_or_default())
    }

    /// Returns the gates of the statement, opened by those who may; none where approval is missing.
    pub(super) fn gates(
        &self,
        desk: &Desk,
        directory: &Directory,
        told: &Told,
        statement: &Statement,
    ) -> Result<Vec<Gate>, Failure> {
        if told.approval_missing || told.travelled.is_some() {
            return Ok(Vec::new());
        }
        let today = TimeZone::UTC.to_datetime(statement.created_at).date();
        let author = self.author.as_ref().map(|author| directory.actor(author.person, today));
        let author = author.unwrap_or_default();
        let mut gates = needed_gates(statement, &author, directory, &desk.policy, today)?;
        for gate in &mut gates {
            let acting = match (gate.kind, gate.group) {
                (GateKind::Approval | GateKind::Agreement, Some(group)) => {
                    approver(desk, directory, statement, group)
                }
                (GateKind::Consultation, Some(group)) => {
                    let manager = directory.liaison_managers(group, today).first().copied();
                    let kind = RoleKind::LiaisonManager;
                    manager.and_then(|manager| acting(desk, manager, kind, group, directory))
                }
                _ => self.reviewer.clone(),
            };
            gate.asked_at = Some(earlier(statement, 26 * 60));
            gate.opening = acting.map(|acting| Opening {
                by: Some(acting.person),
                name: acting.name,
                role: acting.role,
                at: earlier(statement, if gate.kind == GateKind::Review { 1 } else { 150 }),
                means: Means::Here,
            });
        }
        Ok(gates)
    }
}

/// What happened, before it is an event: what, who, when, and further words.
type Happened = (EventKind, Doer, Timestamp, String);

/// Returns what happened to a statement.
pub(super) fn of(
    desk: &Desk,
    directory: &Directory,
    told: &Told,
    statement: &Statement,
) -> Vec<Event> {
    let doers = Doers::of(desk, directory, statement);
    let author = doers.author.as_ref().map_or(Doer::System, doer);
    let posted = earlier(statement, 0);
    let mut happened = if told.imported.is_some() {
        let words = "From the record of the datatracker.".to_owned();
        vec![
            (EventKind::Submitted, Doer::System, posted, String::new()),
            (EventKind::Posted, Doer::System, posted, String::new()),
            (EventKind::Imported, Doer::System, posted, words),
        ]
    } else if told.approval_missing {
        let words = told.travelled.clone().unwrap_or_default();
        vec![(EventKind::RecordedUnapproved, author.clone(), posted, words)]
    } else {
        through_its_gates(statement, &author, posted)
    };
    if let Some(why) = &told.withdrawn {
        let later = posted + SignedDuration::from_hours(30);
        happened.push((EventKind::Withdrawn, author, later, why.clone()));
    }
    let made = happened.into_iter().map(|(kind, by, at, words)| Event {
        id: desk.ids.next(at),
        number: statement.number,
        kind,
        by,
        at,
        public: true,
        words,
        difference: String::new(),
    });
    made.collect()
}

/// Returns what happened to a statement on its way to the record.
fn through_its_gates(statement: &Statement, author: &Doer, posted: Timestamp) -> Vec<Happened> {
    let by_author =
        |kind, minutes| (kind, author.clone(), earlier(statement, minutes), String::new());
    let mut happened = vec![by_author(EventKind::Drafted, 3 * 24 * 60)];
    if statement.direction == Direction::Outgoing {
        happened.push(by_author(EventKind::Submitted, 26 * 60));
    }
    for gate in &statement.gates {
        let kind = match gate.kind {
            GateKind::Agreement => EventKind::Agreed,
            GateKind::Approval => EventKind::Approved,
            GateKind::Consultation => EventKind::Consulted,
            GateKind::Review => EventKind::Reviewed,
        };
        let Some(opening) = &gate.opening else { continue };
        let (name, role) = (opening.name.clone(), opening.role.clone());
        let by = Doer::Person { id: opening.by, name, role };
        happened.push((kind, by, opening.at, String::new()));
    }
    happened.push((EventKind::Posted, Doer::System, posted, String::new()));
    happened
}

fn approver(
    desk: &Desk,
    directory: &Directory,
    statement: &Statement,
    group: rules::GroupId,
) -> Option<Acting> {
    let today = TimeZone::UTC.to_datetime(statement.created_at).date();
    let person = *authorities(group, directory, &desk.policy, today).first()?;
    let actor = directory.actor(person.id, today);
    let role = rules::may_approve(&actor, group, directory, &desk.policy)?;
    acting(desk, person, role.kind, role.group, directory)
}

fn acting(
    desk: &Desk,
    person: &Person,
    kind: RoleKind,
    group: rules::GroupId,
    directory: &Directory,
) -> Option<Acting> {
    let role = desk.policy.held_words(HeldRole { kind, group }, directory);
    Some(Acting { person: person.id, name: person.name.clone(), role })
}

fn doer(acting: &Acting) -> Doer {
    Doer::Person { id: Some(acting.person), name: acting.name.clone(), role: acting.role.clone() }
}

/// Returns the instant some minutes before the statement went on the record.
fn earlier(statement: &Statement, minutes: i64) -> Timestamp {
    let recorded = statement.recorded_at.unwrap_or(statement.created_at);
    recorded - SignedDuration::from_mins(minutes)
}
