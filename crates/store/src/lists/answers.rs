//! What asks for an answer, and how it came out, as SQL.

use crate::AnswerFilter;

/// What asks for an answer: a request, or whatever else names a day.
const EXPECTED: &str = "(s.purpose = 'action' or s.deadline is not null)";

/// The answers that settle `s`: what was taken back does not, nor does a preliminary one (RSP-3).
const ANSWERS: &str = "from statement_links l
    join statements r on r.number = l.number and r.state = 'posted' and r.settles is not false
    where l.target = s.number and l.kind = 'answers'";

/// Returns the condition that a statement came out so.
pub(super) fn condition(answer: AnswerFilter) -> String {
    let answered = format!("exists (select 1 {ANSWERS})");
    let first = format!("(select min(r.day) {ANSWERS})");
    match answer {
        AnswerFilter::Expected => EXPECTED.to_owned(),
        AnswerFilter::Given => format!("{EXPECTED} and {answered}"),
        AnswerFilter::InTime => format!("{first} <= s.deadline"),
        AnswerFilter::Late => format!("{first} > s.deadline"),
        AnswerFilter::Undated => {
            format!("s.purpose = 'action' and s.deadline is null and {answered}")
        }
        AnswerFilter::MarkedDone => format!("{EXPECTED} and s.action_taken and not {answered}"),
        AnswerFilter::Missing => missing(),
    }
}

/// Returns the condition that an answer is waited for: what the present tool marks as done is not, even if none is on
/// record.
pub(crate) fn missing() -> String {
    format!("{EXPECTED} and s.action_taken is not true and not exists (select 1 {ANSWERS})")
}

/// Returns each statement `s` that asks for an answer with its purpose, its outcome and the day of its first answer, where
/// it may be narrowed down.
pub(crate) fn asked(condition: &str) -> String {
    format!(
        "with firsts as (
            select l.target, min(r.day) as day from statement_links l
            join statements r on r.number = l.number and r.state = 'posted' and r.settles is not false
            where l.kind = 'answers' group by l.target
        ), asked as (
            select s.number, s.direction, s.year, s.purpose, s.day, s.deadline, f.day as answered,
                case when f.day is null then case when s.action_taken then 'marked-done' else 'missing' end
                    when s.deadline is null then 'undated'
                    when f.day <= s.deadline then 'in-time' else 'late' end as outcome
            from statements s left join firsts f on f.target = s.number
            where {condition} and {EXPECTED}
        )"
    )
}
