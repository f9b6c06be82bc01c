//! What waits for somebody, in a constant number of questions to the store.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use rules::{
    Actor, Directory, DraftFate, Duty, GroupId, HeldRole, Matter, Number, PersonId, Request,
    RoleKind, State, Statement, Task, Today, Verb, ask_again_duties, assigned, awaited_duties,
    contacts_duty, draft_duty, draft_fate, gate_duties, import_duty, in_order, may, record_duty,
    request_duties, sending_duty,
};
use store::{ImportState, OldDraft, ReminderWishes, RequestsOf};

use crate::{Desk, Failure};

/// What names no day and is older is history, and waits for nobody.
const UNDATED_DAYS: i64 = 90;
/// How long contacts that somebody confirmed are left alone.
const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365);
/// As many imports are looked through for those that are held.
const IMPORTS: i64 = 20;

/// Returns what waits for somebody, the most pressing first.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn waiting_for(desk: &Desk, actor: &Actor, now: Timestamp) -> Result<Vec<Duty>, Failure> {
    let Some(person) = actor.person else { return Ok(Vec::new()) };
    Ground::of(desk, now).await?.waiting_for(desk, person).await
}

/// Returns where somebody does what they are to do, as a path.
pub fn address_of(duty: &Duty, directory: &Directory) -> String {
    match (duty.matter, duty.task) {
        (Matter::Statement(number), Task::Answer | Task::SeeTo | Task::Await) => {
            format!("/statements/{number}")
        }
        (Matter::Statement(number), Task::AskAgain) => format!("/statements/{number}/ask-again"),
        (Matter::Statement(number), Task::Draft) => format!("/statements/{number}/edit"),
        (Matter::Statement(number), _) => format!("/statements/{number}/preview"),
        (Matter::Inbox, _) => "/desk/inbox".to_owned(),
        (Matter::Import(id), _) => format!("/directory/imports/{id}"),
        (Matter::Contacts(group), _) => match directory.group(group) {
            Some(_) => "/directory/mine".to_owned(),
            None => "/directory".to_owned(),
        },
    }
}

/// What everybody's duties are made of, loaded once.
pub(super) struct Ground {
    pub(super) today: Today,
    pub(super) now: Timestamp,
    pub(super) directory: Arc<Directory>,
    pub(super) wishes: HashMap<PersonId, ReminderWishes>,
    unposted: Vec<Statement>,
    drafts: HashMap<Number, OldDraft>,
    /// By the organization that they come from.
    items: Vec<(Option<GroupId>, i64, Date)>,
    /// Imports that are held, and since when.
    imports: Vec<(i64, Date)>,
    /// When contacts were last confirmed.
    confirmed: HashMap<GroupId, Timestamp>,
}

impl Ground {
    pub(super) async fn of(desk: &Desk, now: Timestamp) -> Result<Self, Failure> {
        let reader = desk.store.reader();
        let reminders = desk.policy.reminders();
        let unchanged = reminders.draft_days.saturating_sub(reminders.draft_warning_days);
        let before = now - SignedDuration::from_hours(24 * (i64::from(unchanged) - 1));
        let drafts = reader.old_drafts(before).await?;
        let items = reader.items_waiting_by_organization().await?;
        let imports = reader.directory_imports(IMPORTS).await?;
        let wishes = reader.reminder_wishes().await?;
        Ok(Self {
            today: Today::at(now),
            now,
            directory: reader.directory().await?,
            wishes: wishes.into_iter().map(|wishes| (wishes.person, wishes)).collect(),
            unposted: reader.unposted().await?,
            drafts: drafts.into_iter().map(|draft| (draft.number, draft)).collect(),
            items: items.into_iter().map(|(group, count, at)| (group, count, day(at))).collect(),
            imports: imports
                .into_iter()
                .filter(|import| import.state == ImportState::Held)
                .map(|import| (import.id, day(import.at)))
                .collect(),
            confirmed: reader
                .confirmations()
                .await?
                .into_iter()
                .map(|(group, confirmation)| (group, confirmation.at))
                .collect(),
        })
    }

    /// Everything that waits for somebody, the most pressing first.
    pub(super) async fn waiting_for(
        &self,
        desk: &Desk,
        person: PersonId,
    ) -> Result<Vec<Duty>, Failure> {
        let (directory, policy) = (&self.directory, &desk.policy);
        let actor = directory.actor(person, self.today.utc);
        let sees = |it: &&Statement| may(&actor, Verb::See, it, directory, policy).is_ok();
        let seen: Vec<&Statement> = self.unposted.iter().filter(sees).collect();
        let mut duties = self.unposted_duties(desk, seen.iter().copied());
        duties.extend(self.standing_duties(desk));
        let of = self.requests_of(desk, &actor);
        let reader = desk.store.reader();
        let is_asked = !of.groups.is_empty() || of.all_before.is_some();
        for mut request in reader.requests_of(&of).await? {
            request.under_way = answered_by(&seen, request.number);
            duties.extend(request_duties(&request, directory, policy, self.today));
        }
        if is_asked {
            for request in reader.awaited_requests_of(&of).await? {
                duties.extend(self.awaited(desk, &request));
            }
        }
        duties.retain(|duty| duty.person == person);
        Ok(in_order(duties))
    }

    /// What waits of statements that are not on the record.
    pub(super) fn unposted_duties<'s>(
        &self,
        desk: &Desk,
        statements: impl Iterator<Item = &'s Statement>,
    ) -> Vec<Duty> {
        let mut duties = Vec::new();
        for statement in statements {
            match statement.state {
                State::InReview => {
                    duties.extend(gate_duties(
                        statement,
                        &self.directory,
                        &desk.policy,
                        self.today,
                    ));
                    duties.extend(sending_duty(statement, &desk.policy, self.today));
                }
                State::Draft => duties.extend(self.draft(desk, statement)),
                _ => {}
            }
        }
        duties
    }

    fn draft(&self, desk: &Desk, statement: &Statement) -> Option<Duty> {
        let (changed, fate) = self.fate_of(desk, statement.number)?;
        draft_duty(statement, changed, fate)
    }

    /// When a draft was last changed, and what becomes of it.
    pub(super) fn fate_of(&self, desk: &Desk, number: Number) -> Option<(Date, DraftFate)> {
        let draft = self.drafts.get(&number)?;
        let changed = day(draft.changed_at);
        Some((changed, draft_fate(changed, draft.warned_at.map(day), self.today, &desk.policy)))
    }

    /// The drafts that nobody changed for long.
    pub(super) fn old_drafts(&self) -> Vec<Number> {
        let mut numbers: Vec<Number> = self.drafts.keys().copied().collect();
        numbers.sort();
        numbers
    }

    /// What waits and is about no single statement.
    pub(super) fn standing_duties(&self, desk: &Desk) -> Vec<Duty> {
        let (directory, policy, today) = (&self.directory, &desk.policy, self.today);
        let mut duties = Vec::new();
        let mut records: HashMap<PersonId, (usize, Date, RoleKind)> = HashMap::new();
        for (organization, count, oldest) in &self.items {
            let whose = assigned(*organization, directory, policy, today.utc);
            let Some(role) = whose.role else { continue };
            for person in whose.people {
                let known = records.entry(person.id).or_insert((0, *oldest, role));
                known.0 += usize::try_from(*count).unwrap_or_default();
                known.1 = known.1.min(*oldest);
            }
        }
        for (person, (count, oldest, role)) in records {
            duties.push(record_duty(person, (count, oldest), role, policy, today));
        }
        let coordinators = directory.holders_anywhere(RoleKind::Coordinator, today.utc);
        for (id, held) in &self.imports {
            let to = coordinators.iter();
            duties.extend(to.map(|person| import_duty(person.id, *id, *held, policy, today)));
        }
        for term in directory.terms() {
            let is_recent = |at: &Timestamp| self.now.duration_since(*at) < YEAR;
            let is_confirmed = self.confirmed.get(&term.group).is_some_and(is_recent);
            if term.kind == RoleKind::LiaisonManager && term.holds_on(today.utc) && !is_confirmed {
                let role = HeldRole { kind: term.kind, group: term.group };
                duties.push(contacts_duty(term.person, role, directory, policy));
            }
        }
        duties
    }

    /// What waits because the other side has not answered.
    pub(super) fn awaited(&self, desk: &Desk, request: &Request) -> Vec<Duty> {
        let (directory, policy, today) = (&self.directory, &desk.policy, self.today);
        let wishing: Vec<PersonId> =
            self.wishes.values().filter(|it| it.awaited).map(|it| it.person).collect();
        let mut duties = ask_again_duties(request, directory, policy, today);
        duties.extend(awaited_duties(request, &wishing, directory, policy, today));
        duties
    }

    /// What was due before is history.
    pub(super) fn since(&self, desk: &Desk) -> Date {
        self.days(-i64::from(desk.policy.reminders().forget_days))
    }

    /// What is due after that day is not reminded of yet.
    pub(super) fn until(&self, desk: &Desk) -> Date {
        let days = desk.policy.reminders().before_days.iter().max();
        self.days(days.copied().unwrap_or_default().into())
    }

    fn days(&self, days: i64) -> Date {
        self.today.utc.saturating_add(Span::new().days(days))
    }

    /// Which statements on the record may be a matter of somebody: of groups in which they see to answers, of organizations whose
    /// liaison they manage, and for those who coordinate all that is due.
    fn requests_of(&self, desk: &Desk, actor: &Actor) -> RequestsOf {
        let directory = &self.directory;
        let groups = directory.groups();
        let counts = |group: GroupId| {
            actor.roles.iter().any(|role| match role.kind {
                RoleKind::Chair | RoleKind::Secretary | RoleKind::Delegate => role.group == group,
                RoleKind::LiaisonManager => {
                    directory.line(group).iter().any(|above| above.id == role.group)
                }
                _ => false,
            })
        };
        let has_any = !actor.roles.is_empty();
        RequestsOf {
            person: actor.person,
            groups: groups
                .into_iter()
                .map(|group| group.id)
                .filter(|group| has_any && counts(*group))
                .collect(),
            all_before: actor
                .any(RoleKind::Coordinator)
                .map(|_| self.until(desk).saturating_add(Span::new().days(1))),
            since: self.since(desk),
            undated_since: self.days(-UNDATED_DAYS),
        }
    }
}

/// What is on its way and answers a statement.
fn answered_by(unposted: &[&Statement], number: Number) -> Option<Number> {
    let on_its_way = unposted.iter().filter(|it| it.state != State::Dropped);
    on_its_way.filter(|it| it.answers().contains(&number)).map(|it| it.number).min()
}

/// The day of an instant in UTC.
fn day(at: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(at).date()
}
