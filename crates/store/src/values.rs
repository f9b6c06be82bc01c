//! The values that go in and out of the store besides those of `rules`.

use jiff::Timestamp;
use jiff::civil::Date;
use rules::{
    Direction, GroupKind, GroupState, ItemState, LinkKind, Mailbox, Needed, Number, OutcomeKind,
    PersonId, Purpose, RoleKind, Scope, State, Why,
};

use crate::{AnswerFilter, ItemWay};

/// What a list of statements is to hold; the default is every public statement, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Find {
    /// Words: all must occur; `"quoted phrases"`, `-not`. No query is an error.
    pub words: String,
    /// The acronym of an organization on either side.
    pub organization: Option<String>,
    /// The acronym of a group on either side.
    pub group: Option<String>,
    /// The acronym of a group or organization in From.
    pub from: Option<String>,
    /// The acronym of a group or organization in To.
    pub to: Option<String>,
    /// The direction.
    pub direction: Option<Direction>,
    /// The purpose; `Some(None)` finds those that state none.
    pub purpose: Option<Option<Purpose>>,
    /// The states; empty means the public ones.
    pub states: Vec<State>,
    /// The year of the day by which statements are sorted.
    pub year: Option<i16>,
    /// Its day to watch, or its deadline.
    pub deadline: Option<DeadlineFilter>,
    /// Only received statements that wait for an answer, with nothing on record that settles them.
    pub unanswered: bool,
    /// Only those that nobody has taken on who is still there.
    pub ownerless: bool,
    /// People who left: what they have in hand nobody has.
    pub left: Vec<PersonId>,
    /// Those that this person sees to.
    pub assignee: Option<PersonId>,
    /// Those of these numbers; empty means all.
    pub among: Vec<Number>,
    /// How what was asked for came out, in either direction.
    pub answer: Option<AnswerFilter>,
    /// The first and the last of the days by which statements are sorted.
    pub days: (Option<Date>, Option<Date>),
    /// The first and the last that the day to watch of what was received may be: the promised one, else the deadline.
    pub due: (Option<Date>, Option<Date>),
    /// The order.
    pub sort: Sort,
}

impl Find {
    /// Says whether a statement of this state may be on the list at all.
    #[must_use]
    pub fn holds(&self, state: State) -> bool {
        if self.states.is_empty() { state.is_public() } else { self.states.contains(&state) }
    }

    /// Says whether only what concerns some group or organization is looked for.
    pub(crate) fn names_a_group(&self) -> bool {
        [&self.organization, &self.group, &self.from, &self.to].into_iter().any(Option::is_some)
    }
}

/// Which days a list is to hold, by [`Row::day_to_watch`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeadlineFilter {
    /// With any.
    Any,
    /// With a deadline, whether or not another day was promised.
    Stated,
    /// With one on this day or later.
    OpenOn(Date),
    /// With one before this day.
    PassedOn(Date),
}

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// The newest day first.
    #[default]
    Newest,
    /// The oldest day first.
    Oldest,
    /// The nearest day to watch first, those without one last.
    Deadline,
    /// The nearest day to watch of what was received first, the others last.
    Due,
    /// The last day to watch of what was received first, the others last.
    DueLast,
    /// By subject.
    Subject,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The rows of this page.
    pub rows: Vec<Row>,
    /// How many there are in all.
    pub total: Count,
}

/// How many: exact, or exact up to 1,000 where more would take long to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Just so many.
    Exactly(i64),
    /// More than so many.
    MoreThan(i64),
}

impl Count {
    /// Returns the count of what was counted no further than one beyond a limit.
    pub(crate) fn up_to(limit: i64, counted: i64) -> Self {
        if counted > limit { Self::MoreThan(limit) } else { Self::Exactly(counted) }
    }
}

/// A statement as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number.
    pub number: Number,
    /// Which way it goes.
    pub direction: Direction,
    /// Where it stands.
    pub state: State,
    /// What it is for.
    pub purpose: Option<Purpose>,
    /// The subject.
    pub subject: String,
    /// The day by which it is sorted.
    pub day: Date,
    /// When it went on the record.
    pub recorded_at: Option<Timestamp>,
    /// Who sent it: (acronym, name) of each group; empty acronym for bodies as written.
    pub from: Vec<(String, String)>,
    /// To whom, likewise.
    pub to: Vec<(String, String)>,
    /// The groups that see to it in place of those that it names, likewise.
    pub given: Vec<(String, String)>,
    /// The deadline in force.
    pub deadline: Option<Date>,
    /// The statements on record that settle it by an answer.
    pub answered_by: Vec<Number>,
    /// Whether the present tool marked the asked-for action as taken.
    pub action_taken: Option<bool>,
    /// Whether it settles what it answers; `None` where it does not say, which counts as yes.
    pub settles: Option<bool>,
    /// How many attachments can be seen.
    pub attachments: i64,
    /// Where the words were found: a piece of text with the words between U+E000 and U+E001; empty if none were asked for.
    pub snippet: String,
    /// Who sees to it, if it was received.
    pub assignee: Option<RowAssignee>,
    /// What is asked, as a class of the policy.
    pub asked: Option<String>,
    /// The day by which an answer was promised.
    pub promised: Option<Date>,
    /// What came of it without an answer by statement.
    pub outcome: Option<OutcomeKind>,
    /// Since when it waits again; `answered_by` names none from before.
    pub reopened_at: Option<Timestamp>,
    /// Whether it waits for an answer, as far as it says itself.
    pub waits: bool,
    /// The day to watch of a received one: the promised one, else the deadline in force.
    pub due: Option<Date>,
}

/// Who sees to a statement of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowAssignee {
    /// The person.
    pub person: PersonId,
    /// Their name on the day on which it came to them.
    pub name: String,
    /// Whether they took it on.
    pub accepted: bool,
    /// Whether they left, where the directory was asked; the store does not know.
    pub left: bool,
}

impl Row {
    /// Says whether it is open: it waits for an answer, and none that settles it is on record.
    pub fn is_open(&self) -> bool {
        self.waits && self.answered_by.is_empty()
    }

    /// Returns what it needs next, if it is open.
    pub fn needed(&self) -> Option<Needed> {
        self.is_open().then_some(match &self.assignee {
            None => Needed::Owner,
            Some(assignee) if assignee.left => Needed::Owner,
            Some(assignee) if !assignee.accepted => Needed::Acceptance,
            Some(_) => Needed::Answer,
        })
    }

    /// Returns the day to watch: the promised one, else the deadline in force.
    pub fn day_to_watch(&self) -> Option<Date> {
        self.due.or(self.deadline)
    }

    /// Says whether it is open and its day has passed everywhere; `today` is [`rules::day_anywhere`].
    pub fn is_overdue(&self, today: Date) -> bool {
        self.is_open() && self.due.is_some_and(|due| due < today)
    }
}

/// A statement of an exchange: one link away or more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeRow {
    /// The statement.
    pub row: Row,
    /// What it is to others of the exchange.
    pub links: Vec<(LinkKind, Number)>,
}

/// An organization with how much there is of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationRow {
    /// Acronym.
    pub acronym: String,
    /// Name.
    pub name: String,
    /// Whether it is at work.
    pub state: GroupState,
    /// Statements received from it and its groups.
    pub received: i64,
    /// Statements sent to it and its groups.
    pub sent: i64,
    /// The day of the newest.
    pub newest: Option<Date>,
}

/// A received message as the inbox keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Tells it apart.
    pub id: i64,
    /// Where it stands.
    pub state: ItemState,
    /// Why it was set aside or closed, in words.
    pub reason: String,
    /// When it was stored.
    pub received_at: Timestamp,
    /// The sender as the message names them, in words.
    pub from: String,
    /// The subject.
    pub subject: String,
    /// The Message-ID, without angle brackets.
    pub message_id: Option<String>,
    /// The best plain text of the message.
    pub text: String,
    /// SHA-256 of the message, byte for byte as it first arrived, or as it stood in what was forwarded.
    pub sha256: String,
    /// Its size in bytes.
    pub size: i64,
    /// By what it is known again when it comes by another way; none for what came before this was kept.
    pub identity: Option<String>,
    /// Its parts that are files.
    pub parts: Vec<ItemPart>,
    /// The ways by which it came, in the order of time.
    pub ways: Vec<ItemWay>,
    /// The statement made from it.
    pub statement: Option<Number>,
}

/// A file in a received message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemPart {
    /// Counts from 1.
    pub position: i64,
    /// Its name, made up from the position where the message gives none.
    pub name: String,
    /// The type as detected.
    pub media_type: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Their number.
    pub size: i64,
}

/// A file whose words or PDF are still to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedConversion {
    /// The statement.
    pub number: Number,
    /// The attachment.
    pub position: i64,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Its name.
    pub name: String,
    /// Its type.
    pub media_type: String,
    /// Whether it is the letter of a statement, of which a PDF is wanted too.
    pub is_letter: bool,
    /// Whether it belongs to what we received, of which a PDF is kept beside it.
    pub is_received: bool,
    /// How often it was tried before.
    pub tried: i64,
}

/// A statement on the record that is known by an identifier that somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identified {
    /// The identifier, as it was asked for.
    pub identifier: String,
    /// The statement.
    pub number: Number,
    /// Its subject.
    pub subject: String,
}

/// An account with which somebody signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The person.
    pub person: PersonId,
    /// The address with which they sign in.
    pub address: String,
    /// The password's hash (PHC string), if one was set.
    pub password_hash: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Somebody's session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Tells it apart, so that its owner can end it.
    pub id: i64,
    /// Who.
    pub person: PersonId,
    /// How they showed who they are: "with a password".
    pub means: String,
    /// The kind of program that asks, in plain words: "Firefox on Linux"; empty if it did not say.
    pub agent: String,
    /// When they signed in.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A token with which a program acts for a person; the token itself is with its owner alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Tells it apart.
    pub id: i64,
    /// For whom it acts.
    pub person: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// What it lets a program do.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was last used, to the minute; never, if absent.
    pub used_at: Option<Timestamp>,
}

/// A passkey of a person; what is secret of it is in their own device alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPasskey {
    /// Tells it apart.
    pub id: i64,
    /// Whose it is.
    pub person: PersonId,
    /// What browsers call it (base64url).
    pub credential_id: String,
    /// What its owner calls it.
    pub name: String,
    /// The public key, the count of its uses, and what else tells it (JSON).
    pub passkey: String,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last used, to the minute; never, if absent.
    pub used_at: Option<Timestamp>,
}

/// A visit to the organization's sign-in that has not come back yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenIdRequest {
    /// SHA-256 of the secret in the browser that began it.
    pub browser_sha256: String,
    /// What the provider is to put into its ID token.
    pub nonce: String,
    /// What shows the provider that we are those who began it (RFC 7636).
    pub pkce_verifier: String,
    /// Where to go afterwards.
    pub next: String,
    /// Until when it may come back.
    pub expires_at: Timestamp,
}

/// An entry of the directory file: a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupEntry {
    /// The acronym, in lower case.
    pub acronym: String,
    /// The name; the acronym in upper case where none is known.
    pub name: String,
    /// What it is.
    pub kind: GroupKind,
    /// Whether it is at work.
    pub state: GroupState,
    /// The acronym of the group that it belongs to.
    pub parent: Option<String>,
    /// The mailing list.
    pub list_address: Option<String>,
    /// The id that the present tool gives it.
    pub datatracker_id: Option<i64>,
}

/// An entry of the directory file: a person with their roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonEntry {
    /// The name.
    pub name: String,
    /// The addresses, the preferred one first; the first tells the person apart.
    pub addresses: Vec<String>,
    /// The roles: role, the group's acronym, from, until.
    pub roles: Vec<(RoleKind, String, Option<Date>, Option<Date>)>,
    /// The id that the present tool gives them.
    pub datatracker_id: Option<i64>,
}

/// An entry of the directory file: an address listed for a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactEntry {
    /// The group's acronym.
    pub group: String,
    /// What it is.
    pub why: Why,
    /// Whether statements are sent to it alone.
    pub send_to: bool,
    /// The mailbox.
    pub mailbox: Mailbox,
}

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// New entries.
    pub added: i64,
    /// Entries that were changed.
    pub changed: i64,
    /// Entries that were as they are.
    pub unchanged: i64,
}

/// A document that statements refer to: an RFC, or a member of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentEntry {
    /// The name: `RFC9110`, `BCP0014`, `draft-ietf-…`.
    pub name: String,
    /// The title.
    pub title: String,
    /// The status as the index words it: `PROPOSED STANDARD`; empty if unknown.
    pub status: String,
    /// The stream: `IETF`, `IAB`, `IRTF`, `INDEPENDENT`, `EDITORIAL`; empty if unknown.
    pub stream: String,
    /// Month and year as the index words them.
    pub date: String,
    /// What takes its place.
    pub obsoleted_by: Vec<String>,
    /// The series it is a member of, or the members of a series.
    pub also: Vec<String>,
    /// The acronym of the group that it comes from; `none` if it comes from no group; empty if that is not known.
    pub group: String,
    /// The status that a draft is meant for, as the index words it; empty if unknown.
    pub intended: String,
}
