//! A year of reminding, day by day, over 200 exchanges with all outcomes (RSP-1).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Span, Timestamp};
use operations::{
    Desk, answer_consultation, approve_statement, ask_again, draft_statement, let_be, remind,
    review_statement, set_wishes, submit_statement,
};
use rules::{
    Deadline, DeadlineKind, Direction, Directory, GroupRef, Link, LinkKind, Number, Outcome,
    OutcomeKind, Purpose, State, Statement,
};

use crate::world::{World, now, question, worlds};

const BEGIN: Date = date(2026, 1, 1);
const DAYS: i64 = 365;
/// On these days nothing ran; the day after catches up.
const MISSED: [i64; 4] = [100, 101, 102, 240];

fn day(n: i64) -> Date {
    BEGIN + Span::new().days(n)
}

fn morning(n: i64) -> Timestamp {
    jiff::tz::TimeZone::UTC.to_timestamp(day(n).at(6, 0, 0, 0)).unwrap()
}

fn evening(n: i64) -> Timestamp {
    morning(n) + SignedDuration::from_hours(12)
}

/// One exchange, as it will have gone.
#[derive(Debug, Clone, Copy)]
struct Exchange {
    number: Number,
    direction: Direction,
    group: &'static str,
    /// On which day it is recorded.
    begins: i64,
    /// How many days after that an answer is wanted.
    wanted: Option<i64>,
    ending: Ending,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// So many days after it was wanted; before, if below 0.
    Answered(i64),
    Informally(i64),
    NoAnswer(i64),
    Withdrawn(i64),
    /// On the day before it is due promised for 30 days later, and then answered.
    Promised,
    Never,
}

fn exchanges() -> Vec<Exchange> {
    use Ending::{Answered, Informally, Never, NoAnswer, Promised, Withdrawn};
    let received = [
        Answered(-3),
        Answered(0),
        Answered(10),
        Never,
        Informally(-8),
        NoAnswer(-1),
        Promised,
        Withdrawn(3),
        Informally(20),
    ];
    let sent = [Answered(-2), Answered(20), Never, Answered(30)];
    let exchange = |n: usize| {
        let at = i64::try_from(n).unwrap();
        let is_sent = n % 4 == 3;
        Exchange {
            number: Number(1_000 + at),
            direction: if is_sent { Direction::Outgoing } else { Direction::Incoming },
            group: if n.is_multiple_of(3) { "paths" } else { "tsync" },
            begins: 1 + at * 17 / 10,
            wanted: (n % 11 != 7).then_some([20, 30, 5, 60, 1, 14][n % 6]),
            ending: if is_sent { sent[n / 4 % 4] } else { received[n % 9] },
        }
    };
    (0..200).map(exchange).collect()
}

impl Exchange {
    fn due(&self) -> Option<i64> {
        self.wanted.map(|days| self.begins + days)
    }

    /// The day on which it ends.
    fn ends(&self) -> Option<i64> {
        let due = self.due()?;
        match self.ending {
            Ending::Answered(after)
            | Ending::Informally(after)
            | Ending::NoAnswer(after)
            | Ending::Withdrawn(after) => Some((due + after).max(self.begins)),
            Ending::Promised => Some(due + 25),
            Ending::Never => None,
        }
    }

    fn promised(&self) -> Option<i64> {
        self.due().filter(|_| self.ending == Ending::Promised).map(|due| (due - 1).max(self.begins))
    }

    /// Whether it waits in the morning of a day.
    fn waits(&self, n: i64) -> bool {
        self.begins < n && self.ends().is_none_or(|ends| ends >= n)
    }

    /// The day to watch in the morning of a day.
    fn watched(&self, n: i64) -> Option<i64> {
        match self.promised() {
            Some(promised) if promised < n => self.due().map(|due| due + 30),
            _ => self.due(),
        }
    }

    /// Whether those who have it are owed a reminder by a run, and whether it has passed; the day ends everywhere at noon of
    /// the next, so that it has passed in the morning after that.
    fn owes(&self, since: i64, n: i64) -> Option<bool> {
        let due = self.watched(n).filter(|_| self.waits(n))?;
        let in_time = |k: i64| due - k > self.begins && (since + 1..=n).contains(&(due - k));
        if n < due + 2 {
            return [14, 7, 2, 0].into_iter().any(in_time).then_some(false);
        }
        (since + 1..=n).any(|day| day >= due + 2 && (day - due - 2) % 7 == 0).then_some(true)
    }

    fn statement(&self, directory: &Directory) -> Statement {
        let reference = |acronym: &str| -> GroupRef {
            directory.reference(directory.by_acronym(acronym).unwrap().id).unwrap()
        };
        let mut statement = Statement::blank(self.number, self.direction, evening(self.begins));
        let (ours, theirs) = (reference(self.group), reference("etu-sg1"));
        let (from, to) = match self.direction {
            Direction::Incoming => (theirs, ours),
            Direction::Outgoing => (ours, theirs),
        };
        statement.from.groups = vec![from];
        statement.to.groups = vec![to];
        statement.subject = format!("Exchange {}", self.number);
        statement.state = State::Posted;
        statement.recorded_at = Some(evening(self.begins));
        statement.purpose = Some(Purpose::Information);
        if let Some(due) = self.due() {
            statement.purpose = Some(Purpose::Action);
            statement.deadlines = vec![Deadline {
                date: day(due),
                kind: DeadlineKind::Stated,
                set_by: String::new(),
                set_on: None,
            }];
        }
        statement.to.liaison_contact = Some(crate::world::mailbox("sg1@example.com"));
        statement
    }

    fn answer(&self, directory: &Directory) -> Statement {
        let mut answer = self.statement(directory);
        answer.number = Number(self.number.0 + 1_000);
        answer.direction = match self.direction {
            Direction::Incoming => Direction::Outgoing,
            Direction::Outgoing => Direction::Incoming,
        };
        std::mem::swap(&mut answer.from.groups, &mut answer.to.groups);
        answer.purpose = Some(Purpose::Response);
        answer.deadlines = Vec::new();
        answer.links = vec![Link { kind: LinkKind::Answers, number: self.number }];
        answer
    }
}

/// What a message says of what fell due.
fn due(mail: &str) -> &str {
    mail.split("ON YOUR DESK BESIDES").next().unwrap_or_default()
}

/// The year of one world.
struct Year<'w> {
    world: &'w World,
    all: Vec<Exchange>,
    diary: String,
    /// How many messages were read so far.
    read: i64,
    /// How many reminders were owed, and came.
    owed: usize,
}

impl Year<'_> {
    fn desk(&self) -> &Desk {
        &self.world.desk
    }

    fn write(&mut self, words: &str) {
        writeln!(self.diary, "  {words}").unwrap();
    }

    /// What happens on a day, after the morning.
    async fn live(&mut self, n: i64) {
        let directory = self.desk().store.reader().directory().await.unwrap();
        let (mut new, mut changed) = (Vec::new(), Vec::new());
        for it in self.all.clone() {
            let number = it.number;
            if it.begins == n {
                let until = it.due().map(|due| format!(", answer wanted by {}", day(due)));
                let verb = if it.direction == Direction::Incoming {
                    "arrives for"
                } else {
                    "goes out from"
                };
                self.write(&format!("{number} {verb} {}{}", it.group, until.unwrap_or_default()));
                new.push(it.statement(&directory));
            }
            if it.promised() == Some(n) {
                self.write(&format!(
                    "an answer to {number} is promised by {}",
                    day(it.due().unwrap() + 30)
                ));
                changed.push((it, None));
            }
            if it.ends() == Some(n) {
                let words = match it.ending {
                    Ending::Informally(_) => "is answered by mail",
                    Ending::NoAnswer(_) => "is not to be answered",
                    Ending::Withdrawn(_) => "is withdrawn",
                    _ => "is answered",
                };
                self.write(&format!("{number} {words}"));
                match it.ending {
                    Ending::Answered(_) | Ending::Promised => new.push(it.answer(&directory)),
                    ending => changed.push((it, Some(ending))),
                }
            }
        }
        let mut tx = self.desk().store.begin("live on").await.unwrap();
        tx.insert_statements(&new).await.unwrap();
        for (it, ending) in changed {
            let mut statement = tx.statement(it.number).await.unwrap().unwrap();
            let outcome = |kind| Outcome {
                kind,
                at: evening(n),
                by: "Anna Chair".to_owned(),
                role: "chair of tsync".to_owned(),
                words: "As discussed.".to_owned(),
                link: String::new(),
                message: None,
            };
            match ending {
                None => statement.handling.promised = it.due().map(|due| day(due + 30)),
                Some(Ending::Informally(_)) => {
                    statement.handling.outcome = Some(outcome(OutcomeKind::AnsweredInformally));
                }
                Some(Ending::NoAnswer(_)) => {
                    statement.handling.outcome = Some(outcome(OutcomeKind::NoAnswer));
                }
                Some(_) => statement.state = State::Withdrawn,
            }
            tx.save_statement(&statement).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// What people decide: statements that wait for their gates, drafts, and answers that are late.
    async fn decide(&mut self, n: i64, waiting: &mut Vec<(Number, i64)>) {
        let (anna, bo) = (self.world.actor("anna").await, self.world.actor("bo").await);
        let (cy, di) = (self.world.actor("cy").await, self.world.actor("di").await);
        let at = evening(n);
        if n % 60 == 20 {
            let number = draft_statement(self.desk(), &anna, &question(), at).await.unwrap();
            submit_statement(self.desk(), &anna, number, 1, at).await.unwrap();
            // Sooner or later somebody looks at it.
            let patience = [1, 5, 16][usize::try_from(n / 60 % 3).unwrap()];
            waiting.push((number, n + patience));
            self.write(&format!("Anna submits {number}"));
        }
        if n == 30 {
            let number = draft_statement(self.desk(), &anna, &question(), at).await.unwrap();
            self.write(&format!("Anna begins draft {number} and forgets it"));
        }
        for (number, until) in waiting.clone() {
            if until == n {
                let seen = self.world.statement(number).await.revision;
                approve_statement(self.desk(), &bo, number, seen, at).await.unwrap();
                answer_consultation(self.desk(), &di, number, "etu", "", at).await.ok();
                let seen = self.world.statement(number).await.revision;
                review_statement(self.desk(), &cy, number, seen, at).await.ok();
                self.write(&format!("{number} is approved and goes out"));
            }
        }
        for it in self.all.clone() {
            let is_late = it.direction == Direction::Outgoing && it.waits(n);
            if is_late && it.due() == Some(n - 18) {
                let (number, asks) = (it.number, it.number.0 % 8 == 3);
                if asks {
                    ask_again(self.desk(), &di, number, "How does it stand?", at).await.unwrap();
                } else {
                    let_be(self.desk(), &di, number, at).await.unwrap();
                }
                self.write(&format!(
                    "Di {} {number}",
                    if asks { "asks again for an answer to" } else { "lets be" }
                ));
            }
        }
    }

    /// Reminds in the morning, twice, and reads what went out.
    async fn remind(&mut self, n: i64, since: i64) {
        let done = remind(self.desk(), morning(n), true).await.unwrap();
        if n % 10 == 0 {
            let again = remind(self.desk(), morning(n), true).await.unwrap();
            assert_eq!(again, operations::Reminding::default(), "day {n}");
        }
        for line in done.gates.iter().chain(&done.drafts) {
            self.write(&format!("noted of {line}"));
        }
        let mut mails: BTreeMap<String, String> = BTreeMap::new();
        let (page, _) = self.desk().store.reader().mails(1, 12).await.unwrap();
        for fate in page.iter().filter(|fate| fate.mail.kind == "reminders") {
            if fate.mail.queued_at == morning(n) {
                let to = fate.mail.recipients.join(" ");
                let before = mails.insert(to.clone(), self.world.mail(fate).await);
                assert!(before.is_none(), "{to} got two messages on day {n}");
            }
        }
        assert_eq!(mails.len(), done.mailed.len(), "day {n}");
        for (name, address, subject) in &done.mailed {
            let told = due(&mails[address]);
            let mut lines = told.lines();
            let mut items = Vec::new();
            while let Some(line) = lines.next() {
                let Some((task, _)) = line.strip_prefix("* ").and_then(|it| it.split_once(':'))
                else {
                    continue;
                };
                let route = lines.next().unwrap_or_default().trim_start();
                items.push(format!("{} {}", task.to_lowercase(), route.split(',').next().unwrap()));
            }
            self.write(&format!("mail to {name}, “{subject}”: {}", items.join(", ")));
        }
        self.read += i64::try_from(mails.len()).unwrap();
        self.check(n, since, &mails);
    }

    /// Nothing that is owed is missing, and nothing that is done is in it.
    fn check(&mut self, n: i64, since: i64, mails: &BTreeMap<String, String>) {
        let mut owed: BTreeSet<(&str, Number)> = BTreeSet::new();
        for it in self.all.iter().filter(|it| it.direction == Direction::Incoming) {
            let chair = if it.group == "paths" { "eve@example.org" } else { "anna@example.org" };
            if let Some(passed) = it.owes(since, n) {
                let coordinators = passed.then_some("cy@example.org");
                for to in [chair, "di@example.org"].into_iter().chain(coordinators) {
                    owed.insert((to, it.number));
                }
            }
        }
        self.owed += owed.len();
        let due =
            |text: &str| text.split("ON YOUR DESK BESIDES").next().unwrap_or_default().to_owned();
        for (to, number) in &owed {
            let mail = mails.get(*to).map(|text| due(text)).unwrap_or_default();
            assert!(
                mail.contains(&format!("No. {number},")),
                "{number} for {to} on day {n}:\n{mail}"
            );
        }
        for (to, mail) in mails {
            for it in self.all.iter().filter(|it| !it.waits(n)) {
                assert!(
                    !mail.contains(&format!("No. {},", it.number)),
                    "{} for {to} on day {n}",
                    it.number
                );
            }
            for it in self.all.iter().filter(|it| it.direction == Direction::Incoming) {
                let told = due(mail).contains(&format!("No. {},", it.number));
                assert_eq!(
                    told,
                    owed.contains(&(to.as_str(), it.number)),
                    "{} for {to} on day {n}",
                    it.number
                );
            }
        }
    }
}

/// RSP-1, OUT-2, PUR-4: over a year and 200 exchanges with all outcomes nothing that is owed is missed, nothing is sent twice, and
/// what is answered is reminded of no more; two runs at once are as one.
#[tokio::test]
async fn a_year_of_reminding_reads_like_a_diary() {
    for world in worlds("year").await {
        let mut tx = world.desk.store.begin("count from 1").await.unwrap();
        tx.keep_numbers_above(Number(3)).await.unwrap();
        tx.commit().await.unwrap();
        let hal = world.actor("hal").await;
        set_wishes(&world.desk, &hal, true, true, now()).await.unwrap();
        let (all, mut waiting, mut last) = (exchanges(), Vec::new(), 0);
        let mut year = Year { world: &world, all, diary: String::new(), read: 0, owed: 0 };
        for n in 1..=DAYS {
            let before = year.diary.len();
            writeln!(year.diary, "{}", day(n)).unwrap();
            let heading = year.diary.len();
            if MISSED.contains(&n) {
                year.write("nothing ran");
            } else {
                year.remind(n, last).await;
                last = n;
            }
            year.live(n).await;
            year.decide(n, &mut waiting).await;
            if year.diary.len() == heading {
                year.diary.truncate(before);
            }
        }
        // On the last evening two instances begin at once.
        let tomorrow = morning(DAYS + 1);
        let other = world.desk.clone();
        let (one, two) =
            tokio::join!(remind(&world.desk, tomorrow, true), remind(&other, tomorrow, true));
        let (one, two) = (one.unwrap().mailed, two.unwrap().mailed);
        assert!(one.iter().all(|mail| !two.contains(mail)), "{one:?}\n{two:?}");
        let total = format!("{} reminders owed and sent, in {} messages\n", year.owed, year.read);
        insta::assert_snapshot!("diary", format!("{}{total}", year.diary));
    }
}
