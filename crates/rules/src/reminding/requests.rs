//! What is asked of us, and what we asked of others.

use jiff::civil::Date;

use super::{Duty, Matter, Pressing, Task, Today, after, day_words, days_between, deadline_step};
use crate::{Directory, GroupId, HeldRole, Number, PersonId, Policy, Reminded, RoleKind};

/// A statement on the record without an answer, as far as somebody is reminded of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Its number.
    pub number: Number,
    /// Its subject.
    pub subject: String,
    /// The groups of ours: those that answer it, the one that leads alone if one does; or those that sent it.
    pub ours: Vec<GroupId>,
    /// The groups on the other side.
    pub theirs: Vec<GroupId>,
    /// The other side, in words.
    pub other_side: String,
    /// Who has it in hand, or began it if we sent it.
    pub person: Option<PersonId>,
    /// Their name on the day on which it came to them.
    pub person_name: String,
    /// Whether they took it on; whoever it was handed to is asked first.
    pub is_accepted: bool,
    /// By when an answer is wanted.
    pub due: Option<Date>,
    /// Since when it is on the record, of which everybody was told who has it.
    pub since: Date,
    /// What is under way and answers it, if whoever is told may see it.
    pub under_way: Option<Number>,
}

/// Returns for whom it is to answer a received statement, or to see that others do.
pub fn request_duties(
    request: &Request,
    directory: &Directory,
    policy: &Policy,
    today: Today,
) -> Vec<Duty> {
    let Some((passed, step)) = request.standing(today, policy) else { return Vec::new() };
    let who = if passed { &policy.reminders().passed } else { &policy.reminders().before };
    let reminds = |role: Reminded| step.filter(|_| who.contains(&role));
    let owners = request.owners(directory, policy, today);
    let mut duties: Vec<Duty> = Vec::new();
    for (person, why, role) in &owners {
        let under_way =
            request.under_way.map(|number| format!(" Statement {number}, under way, answers it."));
        let why = format!("{why}{}", under_way.unwrap_or_default());
        let step = role.and_then(reminds);
        duties.push(request.duty(*person, Task::Answer, why, step, policy, today));
    }
    // Where nobody is reminded who would answer it, those who coordinate are.
    let is_seen_to = duties.iter().any(|duty| duty.step.is_some()) || step.is_none();
    let mut see = |role: Reminded, held: Vec<(PersonId, HeldRole)>| {
        let step = if role == Reminded::Coordinators && !is_seen_to { step } else { reminds(role) };
        let Some(step) = step else { return };
        for (person, held) in held {
            if duties.iter().all(|duty| duty.person != person) {
                let why = format!(
                    "You are {}, and {}.",
                    policy.held_words(held, directory),
                    request.answerers(&owners, directory)
                );
                duties.push(request.duty(person, Task::SeeTo, why, Some(step), policy, today));
            }
        }
    };
    see(Reminded::LiaisonManager, request.managers(directory, today));
    see(Reminded::Coordinators, coordinators(directory, today));
    duties
}

/// Returns for whom it is to decide whether the other side is asked again for an answer that we wait for: its liaison manager,
/// else a coordinator.
pub fn ask_again_duties(
    request: &Request,
    directory: &Directory,
    policy: &Policy,
    today: Today,
) -> Vec<Duty> {
    let reminders = policy.reminders();
    let Some(due) = request.due else { return Vec::new() };
    let step = after(due, i64::from(reminders.ask_again_days));
    let is_forgotten = days_between(due, today.anywhere) > i64::from(reminders.forget_days);
    if step >= today.anywhere || is_forgotten {
        return Vec::new();
    }
    let managers = request.managers(directory, today);
    let people = if managers.is_empty() { coordinators(directory, today) } else { managers };
    let duties = people.into_iter().map(|(person, role)| {
        let why = format!(
            "You are {}. It was due on {}, and no answer is on the record.",
            policy.held_words(role, directory),
            day_words(due)
        );
        let otherwise = "A reminder is drafted; nothing is sent unless you do it.".to_owned();
        let duty = request.duty(person, Task::AskAgain, why, Some(step), policy, today);
        Duty { otherwise, pressing: Pressing::Soon, ..duty }
    });
    duties.collect()
}

/// Returns that an answer is late, for those of its sending groups' chairs, and of whoever began it, who asked to be reminded of
/// such.
pub fn awaited_duties(
    request: &Request,
    wishes: &[PersonId],
    directory: &Directory,
    policy: &Policy,
    today: Today,
) -> Vec<Duty> {
    let Some(due) = request.due.filter(|due| today.has_passed(*due)) else { return Vec::new() };
    let Some(step) = deadline_step(due, request.since, today, policy) else { return Vec::new() };
    let owners = request.owners(directory, policy, today);
    let wishing = owners.into_iter().filter(|(person, ..)| wishes.contains(person));
    let duties = wishing.map(|(person, ..)| {
        let why = "You asked to be reminded of answers that are late.".to_owned();
        let otherwise = "Its deadline has passed, and no answer is on the record.".to_owned();
        let duty = request.duty(person, Task::Await, why, Some(step), policy, today);
        Duty { otherwise, ..duty }
    });
    duties.collect()
}

fn coordinators(directory: &Directory, today: Today) -> Vec<(PersonId, HeldRole)> {
    let people = directory.holders_anywhere(RoleKind::Coordinator, today.utc);
    let held = people.into_iter().filter_map(|person| {
        let role = directory.actor(person.id, today.utc).any(RoleKind::Coordinator)?;
        Some((person.id, role))
    });
    held.collect()
}

impl Request {
    /// Says whether its day has passed, and on which day a reminder of it last fell due; nothing of what is history.
    fn standing(&self, today: Today, policy: &Policy) -> Option<(bool, Option<Date>)> {
        let Some(due) = self.due else { return Some((false, None)) };
        let passed = today.has_passed(due);
        let days = days_between(due, today.anywhere);
        if passed && days > i64::from(policy.reminders().forget_days) {
            return None;
        }
        Some((passed, deadline_step(due, self.since, today, policy)))
    }

    /// Those who answer it, each once, with why, and as whom they are reminded; nobody reminds those who only help.
    fn owners(
        &self,
        directory: &Directory,
        policy: &Policy,
        today: Today,
    ) -> Vec<(PersonId, String, Option<Reminded>)> {
        let mut owners: Vec<(PersonId, String, Option<Reminded>)> = Vec::new();
        if let Some(person) = self.present(directory, today) {
            let why = if self.is_accepted {
                "You have it in hand."
            } else {
                "It was handed to you: take it on, or send it back."
            };
            owners.push((person, why.to_owned(), Some(Reminded::Assignee)));
        }
        let kinds = [
            (RoleKind::Chair, Some(Reminded::LeadChairs)),
            (RoleKind::Secretary, None),
            (RoleKind::Delegate, None),
        ];
        for (kind, reminded) in kinds {
            for group in &self.ours {
                for person in directory.holders(kind, *group, today.utc) {
                    if owners.iter().all(|(known, ..)| *known != person.id) {
                        let role = HeldRole { kind, group: *group };
                        let why = format!("You are {}.", policy.held_words(role, directory));
                        owners.push((person.id, why, reminded));
                    }
                }
            }
        }
        owners
    }

    /// Whoever has it in hand, unless they left: somebody who holds no role any more has no say.
    fn present(&self, directory: &Directory, today: Today) -> Option<PersonId> {
        let person = self.person?;
        (!directory.has_left(person, today.utc)).then_some(person)
    }

    fn managers(&self, directory: &Directory, today: Today) -> Vec<(PersonId, HeldRole)> {
        let mut managers: Vec<(PersonId, HeldRole)> = Vec::new();
        for group in &self.theirs {
            let line = directory.line(*group);
            let held = line.iter().map(|group| {
                let holders = directory.holders(RoleKind::LiaisonManager, group.id, today.utc);
                (group.id, holders)
            });
            let Some((group, people)) = held.into_iter().find(|(_, people)| !people.is_empty())
            else {
                continue;
            };
            for person in people {
                if managers.iter().all(|(known, _)| *known != person.id) {
                    let role = HeldRole { kind: RoleKind::LiaisonManager, group };
                    managers.push((person.id, role));
                }
            }
        }
        managers
    }

    /// Who is to answer it, in words: "Time Synchronization is to answer it".
    fn answerers(
        &self,
        owners: &[(PersonId, String, Option<Reminded>)],
        directory: &Directory,
    ) -> String {
        let is_here =
            self.person.is_some_and(|person| owners.iter().any(|(owner, ..)| *owner == person));
        let groups: Vec<&str> = self
            .ours
            .iter()
            .filter_map(|group| directory.group(*group))
            .map(|group| group.name.as_str())
            .collect();
        let assignee = self.person.and_then(|person| directory.person(person));
        match (assignee, groups.is_empty()) {
            (Some(person), _) if is_here => format!("{} has it in hand", person.name),
            _ if self.person.is_some() => format!("{}, who had it in hand, left", self.person_name),
            (_, false) => format!("{} is to answer it", groups.join(", ")),
            (_, true) => "nobody is known who answers it".to_owned(),
        }
    }

    fn duty(
        &self,
        person: PersonId,
        task: Task,
        why: String,
        step: Option<Date>,
        policy: &Policy,
        today: Today,
    ) -> Duty {
        let is_ours = matches!(task, Task::AskAgain | Task::Await);
        let otherwise = match self.due {
            Some(due) if today.has_passed(due) => {
                format!(
                    "{} waits since {}; it is reminded of each week until it is dealt with.",
                    self.other_side,
                    day_words(due)
                )
            }
            Some(due) if due < today.utc => format!(
                "Its day ends at noon (UTC) today; then the {}s hear that it has passed.",
                policy.role_words(RoleKind::Coordinator)
            ),
            Some(_) => format!(
                "{} goes on without an answer, and the {}s hear that its day has passed.",
                self.other_side,
                policy.role_words(RoleKind::Coordinator)
            ),
            None => "No day was set. What is not wanted can be closed with a reason.".to_owned(),
        };
        Duty {
            person,
            task,
            matter: Matter::Statement(self.number),
            title: self.subject.clone(),
            route: format!(
                "No. {}, {} {}",
                self.number,
                if is_ours { "to" } else { "from" },
                self.other_side
            ),
            why,
            otherwise,
            due: self.due,
            pressing: Pressing::of(self.due, today),
            step,
        }
    }
}
