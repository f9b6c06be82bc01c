//! The daily message of what waits for somebody.

use rules::{Directory, Duty, Mailbox, Matter, Person, Pressing, Today};

use super::Words;
use crate::Desk;
use crate::reminding::address_of;
use crate::unreached::IN_A_ROW;

/// As many are told one by one; what fell due today comes first, so that all of it is told.
const TOLD: usize = 60;
/// As many of what waits besides are named.
const NAMED: usize = 25;

/// Returns the words of the daily message: what fell due, the most pressing first, each with why it is theirs, what happens if
/// nobody does it, and where it is done; then what waits besides, a line each.
pub(crate) fn digest_words(
    desk: &Desk,
    directory: &Directory,
    to: &Mailbox,
    (due, others): (&[Duty], &[Duty]),
    today: Today,
    unsubscribe: Option<&str>,
) -> Words {
    let base = &desk.settings.base_url;
    let mut text = format!("Dear {},\n\nthis waits for you, the most pressing first.\n", to.name());
    let mut heading = None;
    for duty in due.iter().take(TOLD) {
        if heading != Some(duty.pressing) {
            heading = Some(duty.pressing);
            text.push_str(&format!("\n{}\n", duty.pressing.words().to_uppercase()));
        }
        text.push_str(&told(duty, today));
        text.push_str(&format!("  {base}{}\n", address_of(duty, directory)));
    }
    if !others.is_empty() {
        text.push_str("\nON YOUR DESK BESIDES\n\n");
        others.iter().take(NAMED).for_each(|duty| text.push_str(&named(duty)));
    }
    let unnamed = due.len().saturating_sub(TOLD) + others.len().saturating_sub(NAMED);
    if unnamed > 0 {
        text.push_str(&format!("\nAnd {unnamed} more.\n"));
    }
    text.push_str(&format!(
        "\nAll of it is on your desk: {base}/desk\nYou get one such message a day at most, and none when nothing is due.\n"
    ));
    text.push_str(&match unsubscribe {
        Some(address) => format!("If you want none: {address}\n"),
        None => {
            "You want no daily message; this one is of what nobody goes on without.\n".to_owned()
        }
    });
    Words { subject: subject(due), text }
}

/// Word to those who coordinate that somebody's daily messages came back and stop, with what to do.
pub(crate) fn stopped_words(
    desk: &Desk,
    person: Option<&Person>,
    address: &str,
    words: &str,
) -> Words {
    let base = &desk.settings.base_url;
    let name = person.map_or(address, |person| person.name.as_str());
    let page =
        person.map_or_else(|| base.clone(), |person| format!("{base}/people/{}", person.id.0));
    let text = format!(
        "The last {IN_A_ROW} daily messages to {name} came back, so no more are sent to this address:\n\n  {address}\n  {words}\n\n\
         What waits for {name} stays on their desk.\n\n\
         What to do: correct the address in the directory, and the next message goes there:\n\n{page}\n\n\
         If it was right all along, {name} can turn the messages on again:\n\n{base}/desk/account\n"
    );
    Words { subject: format!("No longer reminded: {name}"), text }
}

fn named(duty: &Duty) -> String {
    let number = match duty.matter {
        Matter::Statement(number) => format!(" (No. {number})"),
        _ => String::new(),
    };
    let due = duty.due.map(|due| format!(", due on {}", due.strftime("%-d %B %Y")));
    format!("* {}: {}{number}{}\n", duty.task.words(), duty.title, due.unwrap_or_default())
}

/// Returns how much it is and how pressing: "2 things wait for you: 1 late".
fn subject(duties: &[Duty]) -> String {
    let late = duties.iter().filter(|duty| duty.pressing == Pressing::Late).count();
    let late = match late {
        0 => String::new(),
        late => format!(", {late} late"),
    };
    match duties {
        [one] if one.pressing == Pressing::Late => format!("Late: {}", one.title),
        [one] => format!("{}: {}", one.task.words(), one.title),
        many => format!("{} things wait for you{late}", many.len()),
    }
}

fn told(duty: &Duty, today: Today) -> String {
    let mut told = format!("\n* {}: {}\n", duty.task.words(), duty.title);
    if !duty.route.is_empty() {
        told.push_str(&format!("  {}.\n", duty.route));
    }
    if let Some(due) = duty.due {
        let days = (due - today.utc).get_days();
        let when = match days {
            _ if today.has_passed(due) => {
                let days = (today.anywhere - due).get_days();
                format!("{days} {} ago", if days == 1 { "day" } else { "days" })
            }
            ..0 => "until noon (UTC) today, when that day ends everywhere".to_owned(),
            0 => "today".to_owned(),
            1 => "tomorrow".to_owned(),
            days => format!("in {days} days"),
        };
        told.push_str(&format!("  Due on {}, {when}.\n", due.strftime("%-d %B %Y")));
    }
    told.push_str(&format!("  {}\n  If nobody does: {}\n", duty.why, lower(&duty.otherwise)));
    told
}

/// Returns a sentence as it goes on after a colon; names keep their capitals, which begin none of ours.
fn lower(sentence: &str) -> String {
    const BEGIN: [&str; 9] =
        ["Until ", "After ", "On ", "Its ", "A ", "It ", "No ", "Statements ", "Nothing "];
    match BEGIN.iter().find(|begin| sentence.starts_with(**begin)) {
        Some(begin) => {
            let rest = sentence.get(begin.len()..).unwrap_or_default();
            format!("{}{rest}", begin.to_lowercase())
        }
        None => sentence.to_owned(),
    }
}
