//! What waits before a statement is on the record.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Duty, Matter, Pressing, Task, Today, after, day_words, days_between, waiting_step};
use crate::{
    Actor, Direction, Directory, Gate, GateKind, HeldRole, Person, Policy, Process, Reminded,
    RoleKind, Statement, asked_to_open, may_advise, may_agree, may_approve,
};

/// A step that is taken because a gate waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateStep {
    /// On which day it fell due.
    pub day: Date,
    /// Whether it is put before others, besides those who open it.
    pub escalates: bool,
    /// What waits, in words: "approval for tsync".
    pub gate: String,
    /// Who is reminded, by name.
    pub people: Vec<String>,
}

/// Returns what a statement in review waits for, and from whom.
pub fn gate_duties(
    statement: &Statement,
    directory: &Directory,
    policy: &Policy,
    today: Today,
) -> Vec<Duty> {
    let process = Process::of(statement);
    let due = statement.gates.iter().filter(|gate| process.is_due(gate));
    due.flat_map(|gate| Waiting { gate, statement, directory, policy, today }.duties()).collect()
}

/// Returns the steps of reminding that fell due so far of the gates of a statement, the last of each.
pub fn gate_steps(
    statement: &Statement,
    directory: &Directory,
    policy: &Policy,
    today: Today,
) -> Vec<GateStep> {
    let process = Process::of(statement);
    let due = statement.gates.iter().filter(|gate| process.is_due(gate));
    due.filter_map(|gate| Waiting { gate, statement, directory, policy, today }.step()).collect()
}

/// A gate that waits.
struct Waiting<'a> {
    gate: &'a Gate,
    statement: &'a Statement,
    directory: &'a Directory,
    policy: &'a Policy,
    today: Today,
}

impl Waiting<'_> {
    fn duties(&self) -> Vec<Duty> {
        let since = self.since();
        let last = waiting_step(since, &self.policy.reminders().gate_days, self.today);
        let mut duties = Vec::new();
        for person in self.openers() {
            let actor = self.directory.actor(person.id, self.today.utc);
            let Some(why) = self.why(&actor) else { continue };
            duties.push(self.duty(person, self.task(), why, last));
        }
        let escalated = self.escalates();
        if escalated || duties.is_empty() {
            let names: Vec<String> = duties.iter().filter_map(|duty| self.name(duty)).collect();
            let who = if names.is_empty() {
                "nobody whom the directory knows".to_owned()
            } else {
                names.join(", ")
            };
            let mine: Vec<_> = duties.iter().map(|duty| duty.person).collect();
            for person in self.others().into_iter().filter(|person| !mine.contains(&person.id)) {
                let why = format!(
                    "It waits for {} from {who} since {}, and you are {}.",
                    self.words(),
                    day_words(since),
                    self.policy.a_role(RoleKind::Coordinator)
                );
                let step = last.filter(|_| escalated || names.is_empty());
                duties.push(self.duty(person, Task::SeeTo, why, step));
            }
        }
        duties
    }

    fn step(&self) -> Option<GateStep> {
        let day = waiting_step(self.since(), &self.policy.reminders().gate_days, self.today)?;
        let escalates = self.escalates();
        let mut people: Vec<String> =
            self.openers().into_iter().map(|person| person.name.clone()).collect();
        if escalates || people.is_empty() {
            for person in self.others() {
                if !people.contains(&person.name) {
                    people.push(person.name.clone());
                }
            }
        }
        Some(GateStep { day, escalates, gate: self.words(), people })
    }

    fn name(&self, duty: &Duty) -> Option<String> {
        self.directory.person(duty.person).map(|person| person.name.clone())
    }

    /// The day on which it was asked for.
    fn since(&self) -> Date {
        let at = self.gate.asked_at.unwrap_or(self.statement.created_at);
        TimeZone::UTC.to_datetime(at).date()
    }

    fn escalates(&self) -> bool {
        days_between(self.since(), self.today.utc)
            >= i64::from(self.policy.reminders().escalate_days)
    }

    /// Those who open it: whoever is asked, and for a review any coordinator.
    fn openers(&self) -> Vec<&Person> {
        let mut people =
            asked_to_open(self.gate, self.statement, self.directory, self.policy, self.today.utc);
        if self.gate.kind == GateKind::Review {
            people.extend(self.directory.holders_anywhere(RoleKind::Coordinator, self.today.utc));
        }
        let mut seen = Vec::new();
        people.retain(|person| {
            !seen.contains(&person.id) && {
                seen.push(person.id);
                true
            }
        });
        people
    }

    /// Those before whom it is put once it waits long.
    fn others(&self) -> Vec<&Person> {
        let mut people = Vec::new();
        for who in &self.policy.reminders().escalate {
            match who {
                Reminded::Coordinators => people
                    .extend(self.directory.holders_anywhere(RoleKind::Coordinator, self.today.utc)),
                Reminded::LiaisonManager => {
                    for group in self.statement.other_side().group_ids() {
                        people.extend(self.directory.liaison_managers(group, self.today.utc));
                    }
                }
                Reminded::Assignee | Reminded::LeadChairs => {
                    for group in self.statement.our_side().group_ids() {
                        let chairs = self.directory.holders(RoleKind::Chair, group, self.today.utc);
                        people.extend(chairs);
                    }
                }
            }
        }
        people
    }

    fn task(&self) -> Task {
        match self.gate.kind {
            GateKind::Approval => Task::Approve,
            GateKind::Agreement => Task::Agree,
            GateKind::Consultation => Task::Advise,
            GateKind::Review => Task::Review,
        }
    }

    /// What waits: "approval for tsync".
    fn words(&self) -> String {
        let kind = match self.gate.kind {
            GateKind::Consultation => "advice",
            kind => kind.slug(),
        };
        match self.gate.group.and_then(|group| self.directory.group(group)) {
            Some(group) => format!("{kind} for {}", group.acronym),
            None => kind.to_owned(),
        }
    }

    /// Why it is somebody's.
    fn why(&self, actor: &Actor) -> Option<String> {
        let (directory, policy) = (self.directory, self.policy);
        let held = |role: HeldRole| policy.held_words(role, directory);
        let group = self.gate.group.and_then(|group| directory.group(group));
        match (self.gate.kind, group) {
            (GateKind::Approval, Some(group)) => {
                let role = may_approve(actor, group.id, directory, policy)?;
                Some(format!("You approve as {}.", held(role)))
            }
            (GateKind::Agreement, Some(group)) => {
                let role = may_agree(actor, group.id, directory, policy)?;
                Some(format!(
                    "Somebody drafted it for {}. You agree as {}.",
                    group.name,
                    held(role)
                ))
            }
            (GateKind::Consultation, Some(group)) => {
                let role = may_advise(actor, group.id, directory, policy)?;
                Some(if role.kind == RoleKind::LiaisonManager {
                    format!("It goes to {}, whose liaison you manage.", group.name)
                } else {
                    format!("It answers what is about research: you are asked as {}.", held(role))
                })
            }
            _ => {
                let coordinator = actor.any(RoleKind::Coordinator);
                let theirs = self.statement.from.group_ids();
                let manager = actor.roles.iter().copied().find(|role| {
                    role.kind == RoleKind::LiaisonManager
                        && theirs.iter().any(|group| {
                            directory.line(*group).iter().any(|group| group.id == role.group)
                        })
                });
                let incoming = self.statement.direction == Direction::Incoming;
                let role = manager.filter(|_| incoming).or(coordinator)?;
                Some(format!("You review as {}.", held(role)))
            }
        }
    }

    fn otherwise(&self) -> String {
        let stays = match self.gate.kind {
            GateKind::Consultation => match self.policy.gates.consultation_days {
                Some(days) => {
                    let until = day_words(after(self.since(), i64::from(days)));
                    return format!("After {until} it goes on without what you know.");
                }
                None => "It waits for you.",
            },
            GateKind::Review if self.statement.direction == Direction::Incoming => {
                "Until somebody does, nobody can read it, and its sender has no receipt."
            }
            _ => "Until somebody does, it is not sent.",
        };
        match self.escalates() {
            true => stays.to_owned(),
            false => {
                let day = after(self.since(), i64::from(self.policy.reminders().escalate_days));
                format!(
                    "{stays} On {} the {}s hear that it waits.",
                    day_words(day),
                    self.policy.role_words(RoleKind::Coordinator)
                )
            }
        }
    }

    fn duty(&self, person: &Person, task: Task, why: String, step: Option<Date>) -> Duty {
        let statement = self.statement;
        let due = statement.deadline().map(|deadline| deadline.date);
        let by_deadline = Pressing::of(due, self.today);
        let by_waiting = match (self.escalates(), step) {
            (true, _) => Pressing::Late,
            (false, Some(_)) => Pressing::Soon,
            (false, None) => Pressing::InTime,
        };
        Duty {
            person: person.id,
            task,
            matter: Matter::Statement(statement.number),
            title: title_of(statement),
            route: route_of(statement),
            why,
            otherwise: self.otherwise(),
            due,
            pressing: by_deadline.min(by_waiting),
            step,
        }
    }
}

/// Returns the subject, or words for none.
pub(super) fn title_of(statement: &Statement) -> String {
    if statement.subject.is_empty() {
        "(no subject yet)".to_owned()
    } else {
        statement.subject.clone()
    }
}

/// Returns its number, from whom and to whom.
fn route_of(statement: &Statement) -> String {
    let (from, to) = (statement.from.words(), statement.to.words());
    let to = if to.is_empty() { "nobody yet" } else { &to };
    format!("No. {}, from {from} to {to}", statement.number)
}
