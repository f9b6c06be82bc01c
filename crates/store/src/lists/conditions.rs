//! What a list is to hold, as SQL.

use rules::{Number, State};

use super::answers;
use crate::search::query::Query;
use crate::sql::{Value, numbers};
use crate::{DeadlineFilter, Find, Sort};

/// What names a group of an organization.
const OF_ORGANIZATION: &[&str] = &[
    "from statement_groups l
    join groups g on g.id = l.group_id join groups o on o.id = g.organization where o.acronym = $n",
];

/// What names a group, or was given to it.
const OF_GROUP: &[&str] = &[
    "from statement_groups l
    join group_line a on a.group_id = l.group_id join groups g on g.id = a.ancestor_id where g.acronym = $n",
    "from statement_given l
    join group_line a on a.group_id = l.group_id join groups g on g.id = a.ancestor_id where g.acronym = $n",
];

const FROM_GROUP: &[&str] = &["from statement_groups l
    join group_line a on a.group_id = l.group_id join groups g on g.id = a.ancestor_id
    where g.acronym = $n and l.side = 'from'"];

const TO_GROUP: &[&str] = &["from statement_groups l
    join group_line a on a.group_id = l.group_id join groups g on g.id = a.ancestor_id
    where g.acronym = $n and l.side = 'to'"];

/// The day that a list shows, as the index has it: by when an answer was promised, else the deadline.
pub(super) const DAY_TO_WATCH: &str = "coalesce(s.due, s.deadline)";

/// What nobody has taken on, or somebody who left.
pub(crate) const OWNERLESS: &str =
    "(s.assignee is null or not s.assignee_accepted or s.assignee in (numbers($n)))";

/// What stands behind a statement in each order of a list; those without a deadline are last.
const BEHIND_NEWEST: &str =
    "(s.day, s.number) < (select b.day, b.number from statements b where b.number = $n)";
const BEHIND_OLDEST: &str =
    "(s.day, s.number) > (select b.day, b.number from statements b where b.number = $n)";
const BEHIND_DEADLINE: &str = "(coalesce(s.due, s.deadline, '9999-99-99'), s.number)
    > (select coalesce(b.due, b.deadline, '9999-99-99'), b.number from statements b where b.number = $n)";
const BEHIND_DUE: &str = "(coalesce(s.due, '9999-99-99'), s.number)
    > (select coalesce(b.due, '9999-99-99'), b.number from statements b where b.number = $n)";
const BEHIND_DUE_LAST: &str = "exists (select 1 from statements b where b.number = $n
    and (coalesce(b.due, '') > coalesce(s.due, '')
        or (coalesce(b.due, '') = coalesce(s.due, '') and b.number < s.number)))";
const BEHIND_SUBJECT: &str = "(s.subject_key, s.number)
    > (select b.subject_key, b.number from statements b where b.number = $n)";

/// What follows `where`, with its values.
#[derive(Debug, Clone, Default)]
pub(crate) struct Conditions {
    parts: Vec<String>,
    pub(crate) values: Vec<Value>,
    /// What the index of words is sorted by, newest last, if it is asked.
    pub(super) sort_key: Option<&'static str>,
}

impl Conditions {
    /// Writes what is asked for.
    pub(crate) fn of(find: &Find) -> Self {
        let mut all = Self::default();
        all.add_all(find, by_set);
        all
    }

    /// Writes the same as looked for among the newest alone, so many of them, and returns the `from` of it: a group that has
    /// very many statements has a page of them there, and they need not be sorted.
    pub(super) fn among_newest(find: &Find, newest: i64) -> (Self, String) {
        let mut all = Self::default();
        let (states, year, days) = (find.states.clone(), find.year, find.days);
        all.add_all(&Find { states, year, days, ..Find::default() }, by_set);
        let within = std::mem::take(&mut all.parts).join(" and ");
        all.add_all(find, by_statement);
        let from = format!(
            "from (select * from statements s where {within} order by s.day desc, s.number desc limit {newest}) s"
        );
        (all, from)
    }

    fn add_all(&mut self, find: &Find, concerned: fn(&[&str]) -> String) {
        self.add_states(&find.states);
        let groups = [
            (OF_ORGANIZATION, &find.organization),
            (OF_GROUP, &find.group),
            (FROM_GROUP, &find.from),
            (TO_GROUP, &find.to),
        ];
        for (concerns, acronym) in groups {
            if let Some(acronym) = acronym {
                self.add(&concerned(concerns), acronym.trim().to_lowercase());
            }
        }
        if let Some(direction) = find.direction {
            self.add("s.direction = $n", direction.slug());
        }
        match find.purpose {
            None => {}
            Some(None) => self.parts.push("s.purpose is null".to_owned()),
            Some(Some(purpose)) => self.add("s.purpose = $n", purpose.slug()),
        }
        if let Some(year) = find.year {
            // By the day, which is what lists are in the order of.
            self.add("s.day >= $n", format!("{year:04}-01-01"));
            self.add("s.day <= $n", format!("{year:04}-12-31"));
        }
        match find.deadline {
            None => {}
            Some(DeadlineFilter::Stated) => self.parts.push("s.deadline is not null".to_owned()),
            Some(DeadlineFilter::Any) => self.parts.push(format!("{DAY_TO_WATCH} is not null")),
            Some(DeadlineFilter::OpenOn(day)) => self.add(&format!("{DAY_TO_WATCH} >= $n"), day),
            Some(DeadlineFilter::PassedOn(day)) => self.add(&format!("{DAY_TO_WATCH} < $n"), day),
        }
        if find.ownerless {
            self.add(OWNERLESS, numbers(find.left.iter().map(|person| person.0)));
        }
        if let Some(person) = find.assignee {
            self.add("s.assignee = $n", person.0);
        }
        if !find.among.is_empty() {
            self.add("s.number in (numbers($n))", numbers(find.among.iter().map(|it| it.0)));
        }
        let bounds = [
            ("s.day >= $n", find.days.0),
            ("s.day <= $n", find.days.1),
            ("s.due >= $n", find.due.0),
            ("s.due <= $n", find.due.1),
        ];
        for (text, day) in bounds {
            if let Some(day) = day {
                self.add(text, day);
            }
        }
        self.parts.extend(find.answer.map(answers::condition));
        if find.unanswered {
            self.parts.push(answers::unanswered());
        }
    }

    /// Returns them as what follows `where`.
    pub(crate) fn text(&self) -> String {
        self.parts.join(" and ")
    }

    /// Adds what words are searched for, and returns the `from` of it all: the statements, and the index of words if it
    /// is asked.
    pub(super) fn searched(&mut self, query: &Query, sqlite: bool) -> String {
        let before = self.values.len();
        let matching = if sqlite { query.for_sqlite(before) } else { query.for_postgres(before) };
        let Some(matching) = matching else { return "from statements s".to_owned() };
        self.values.extend(matching.values.into_iter().map(Value::from));
        self.parts.push(format!("({})", matching.condition));
        self.sort_key = Some(matching.sort_key);
        format!("from {} join statements s on s.number = {}", matching.from, matching.number)
    }

    /// Keeps what stands behind a statement in an order.
    pub(super) fn follow(&mut self, sort: Sort, after: Number) {
        let behind = match sort {
            Sort::Newest => BEHIND_NEWEST,
            Sort::Oldest => BEHIND_OLDEST,
            Sort::Deadline => BEHIND_DEADLINE,
            Sort::Due => BEHIND_DUE,
            Sort::DueLast => BEHIND_DUE_LAST,
            Sort::Subject => BEHIND_SUBJECT,
        };
        self.add(behind, after);
    }

    /// Adds a value that is not part of a condition, and returns its place: `$7`.
    pub(super) fn place(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// Adds a condition on a value, which stands at `$n` in the text.
    fn add(&mut self, text: &str, value: impl Into<Value>) {
        let place = self.place(value);
        self.parts.push(text.replace("$n", &place));
    }

    fn add_states(&mut self, states: &[State]) {
        if states.iter().all(|state| state.is_public()) {
            // As the indexes have it.
            self.parts.push("s.public".to_owned());
        }
        if !states.is_empty() {
            let places: Vec<String> = states.iter().map(|state| self.place(state.slug())).collect();
            self.parts.push(format!("s.state in ({})", places.join(", ")));
        }
    }
}

/// All statements that a group is concerned with, gathered first.
fn by_set(concerns: &[&str]) -> String {
    let all: Vec<String> = concerns.iter().map(|from| format!("select l.number {from}")).collect();
    format!("s.number in ({})", all.join(" union all "))
}

fn by_statement(concerns: &[&str]) -> String {
    let each =
        concerns.iter().map(|from| format!("exists (select 1 {from} and l.number = s.number)"));
    format!("({})", each.collect::<Vec<_>>().join(" or "))
}
