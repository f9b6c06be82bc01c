//! What asks for an answer, and how it came out, as SQL.

use crate::AnswerFilter;

/// What asks for an answer: a request, and whatever else names a day, was classed as a question, had an answer promised or
/// was opened again. What was withdrawn asks for none any more.
const EXPECTED: &str =
    "s.state = 'posted' and (s.purpose = 'action' or s.deadline is not null or s.promised is not null
    or s.asked is not null or s.reopened_at is not null)";

/// The answers that settle `s`: what was taken back does not, nor does a preliminary one (RSP-3), nor one from before it was
/// opened again.
const ANSWERS: &str = "from statement_links l
    join statements r on r.number = l.number and r.state = 'posted' and r.settles is not false
    where l.target = s.number and l.kind = 'answers' and (s.reopened_at is null or r.recorded_at > s.reopened_at)";

/// What the present tool marks as done is not waited for, even if no answer is on record.
const MARKED: &str = "s.action_taken and s.reopened_at is null";

/// Returns the condition that a statement came out so.
pub(super) fn condition(answer: AnswerFilter) -> String {
    let answered = answered();
    let first = format!("(select min(r.day) {ANSWERS})");
    match answer {
        AnswerFilter::Expected => EXPECTED.to_owned(),
        AnswerFilter::Given => format!("{EXPECTED} and {answered}"),
        AnswerFilter::InTime => format!("{EXPECTED} and {first} <= s.deadline"),
        AnswerFilter::Late => format!("{EXPECTED} and {first} > s.deadline"),
        AnswerFilter::Undated => format!("{EXPECTED} and s.deadline is null and {answered}"),
        AnswerFilter::Informal | AnswerFilter::NoAnswer => {
            format!("{EXPECTED} and not {answered} and s.outcome = '{}'", answer.slug())
        }
        AnswerFilter::MarkedDone => {
            format!("{EXPECTED} and not {answered} and s.outcome is null and {MARKED}")
        }
        AnswerFilter::Missing => missing(),
    }
}

/// Returns the condition that a statement on record answers it.
pub(crate) fn answered() -> String {
    format!("exists (select 1 {ANSWERS})")
}

/// Returns the condition that a received statement waits for an answer: what was answered and taken back does, and so does
/// what has only a preliminary answer.
pub(crate) fn unanswered() -> String {
    format!("s.waits and not {}", answered())
}

/// Returns the condition that an answer is waited for, in either direction.
pub(crate) fn missing() -> String {
    let answered = answered();
    format!("{EXPECTED} and s.outcome is null and ({MARKED}) is not true and not {answered}")
}

/// Returns each statement `s` that asks for an answer with its purpose, its outcome and the day of its first answer, where
/// it may be narrowed down.
pub(crate) fn asked(condition: &str) -> String {
    format!(
        "with firsts as (
            select l.target, min(r.day) as day from statement_links l
            join statements r on r.number = l.number and r.state = 'posted' and r.settles is not false
            join statements t on t.number = l.target
            where l.kind = 'answers' and (t.reopened_at is null or r.recorded_at > t.reopened_at)
            group by l.target
        ), asked as (
            select s.number, s.direction, s.year, s.purpose, s.day, s.deadline, f.day as answered,
                case when f.day is not null then
                        case when s.deadline is null then 'undated' when f.day <= s.deadline then 'in-time' else 'late' end
                    when s.outcome is not null then s.outcome
                    when {MARKED} then 'marked-done' else 'missing' end as outcome
            from statements s left join firsts f on f.target = s.number
            where {condition} and {EXPECTED}
        )"
    )
}
