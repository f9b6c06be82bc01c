//! What a list is to hold, as SQL.

use rules::{Number, State};

use super::answers;
use crate::search::query::Query;
use crate::sql::{Value, numbers};
use crate::{DeadlineFilter, Find, Sort};

/// How statements are concerned with groups: by a row that names one of them.
#[derive(Debug, Clone, Copy)]
struct Concern {
    table: &'static str,
    /// What else is wanted of the row `l`.
    side: &'static str,
    /// Selects the groups, as `id`.
    groups: &'static str,
}

const GROUPS_OF_ORGANIZATION: &str =
    "select g.id from groups o join groups g on g.organization = o.id where o.acronym = $n";

/// The groups that stand on the way from a group down, itself among them.
const GROUPS_WITHIN: &str = "select a.group_id as id from groups g join group_line a on a.ancestor_id = g.id where g.acronym = $n";

/// What names a group of an organization.
const OF_ORGANIZATION: &[Concern] =
    &[Concern { table: "statement_groups", side: "", groups: GROUPS_OF_ORGANIZATION }];

/// What names a group, or was given to it.
const OF_GROUP: &[Concern] = &[
    Concern { table: "statement_groups", side: "", groups: GROUPS_WITHIN },
    Concern { table: "statement_given", side: "", groups: GROUPS_WITHIN },
];

const FROM_GROUP: &[Concern] =
    &[Concern { table: "statement_groups", side: " and l.side = 'from'", groups: GROUPS_WITHIN }];

const TO_GROUP: &[Concern] =
    &[Concern { table: "statement_groups", side: " and l.side = 'to'", groups: GROUPS_WITHIN }];

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

    /// Writes the same as looked for among the newest alone, so many of them and what is of the day of the last: a group that
    /// has very many statements has a page of them there, and they are found in their order.
    pub(super) fn among_newest(find: &Find, newest: i64) -> Self {
        let mut all = Self::default();
        // What the index by days has: of what is public, which is all that is looked through.
        all.add_what(&Find { year: find.year, days: find.days, ..Find::default() });
        let within = std::mem::take(&mut all.parts).join(" and ");
        all.add_all(find, by_statement);
        all.parts.push(format!(
            "s.day >= coalesce((select s.day from statements s where {within}
                order by s.day desc, s.number desc limit 1 offset {newest}), '')"
        ));
        all
    }

    /// Writes the same with what concerns one of its groups ahead, which must be one: each is what follows `select`, to be
    /// counted without what comes twice.
    pub(super) fn one_by_one(find: &Find) -> Option<(Self, Vec<String>)> {
        let mut all = Self::default();
        let (concerns, acronym) = groups(find).next()?;
        let place = all.place(acronym);
        let ahead = one_by_one(concerns).into_iter().map(|from| from.replace("$n", &place));
        let ahead: Vec<String> = ahead.collect();
        all.add_what(find);
        for (concerns, acronym) in groups(find).skip(1) {
            all.add(&by_set(concerns), acronym);
        }
        let ahead =
            ahead.iter().map(|from| format!("s.number {from} and {}", all.text())).collect();
        Some((all, ahead))
    }

    fn add_all(&mut self, find: &Find, concerned: fn(&[Concern]) -> String) {
        self.add_what(find);
        for (concerns, acronym) in groups(find) {
            self.add(&concerned(concerns), acronym);
        }
    }

    /// Writes all but the groups.
    fn add_what(&mut self, find: &Find) {
        self.add_states(&find.states);
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

/// Returns the groups that are asked for, each with how statements are concerned with it.
fn groups(find: &Find) -> impl Iterator<Item = (&'static [Concern], String)> {
    let groups = [
        (OF_ORGANIZATION, &find.organization),
        (OF_GROUP, &find.group),
        (FROM_GROUP, &find.from),
        (TO_GROUP, &find.to),
    ];
    groups.into_iter().filter_map(|(concerns, acronym)| {
        Some((concerns, acronym.as_deref()?.trim().to_lowercase()))
    })
}

/// All statements that a group is concerned with, gathered first.
fn by_set(concerns: &[Concern]) -> String {
    let each = concerns.iter().map(|Concern { table, side, groups }| {
        format!("select l.number from {table} l where l.group_id in ({groups}){side}")
    });
    format!("s.number in ({})", each.collect::<Vec<_>>().join(" union all "))
}

/// Whether a group is concerned with the statement that is looked at.
fn by_statement(concerns: &[Concern]) -> String {
    let each = concerns.iter().map(|Concern { table, side, groups }| {
        format!("exists (select 1 from {table} l where l.number = s.number and l.group_id in ({groups}){side})")
    });
    format!("({})", each.collect::<Vec<_>>().join(" or "))
}

/// The statements that a group is concerned with, one after the other: whoever wants only some need not gather all. One may
/// come more than once.
fn one_by_one(concerns: &[Concern]) -> Vec<String> {
    let each = concerns.iter().map(|Concern { table, side, groups }| {
        // In this order.
        format!(
            "from ({groups}) g cross join {table} l cross join statements s
                where l.group_id = g.id and s.number = l.number{side}"
        )
    });
    each.collect()
}
