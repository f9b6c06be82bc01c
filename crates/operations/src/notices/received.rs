//! What is mailed because of a received statement: to those who have it, to those who keep the relationship, and to its
//! sender (CON-8, CON-10, IN-3, IN-4, IN-6).

use rules::{Directory, Doer, GroupRef, Mailbox, Policy, Purpose, Slots, Statement, Wording};

use super::{Words, addresses, head};
use crate::{Desk, Settings};

/// A received statement, to the groups and people that it concerns (CON-10).
pub(crate) fn distribution(desk: &Desk, statement: &Statement) -> Words {
    let from = statement.from.words();
    let asks = match (statement.purpose, statement.deadline()) {
        (Some(Purpose::Action), Some(deadline)) => {
            format!("{from} asks for action by {}, in the statement below.", deadline.date)
        }
        (Some(Purpose::Action), None) => format!("{from} asks for action in the statement below."),
        (_, Some(deadline)) => {
            format!("{from} sent the statement below, and names {} as a deadline.", deadline.date)
        }
        _ => format!("{from} sent the statement below."),
    };
    let given = if statement.is_given_to_others() {
        format!(
            "\nIt was sent to {}, and given to {}.",
            statement.to.words(),
            statement.holders_in_words()
        )
    } else {
        String::new()
    };
    let subject = format!("Statement from {from}: {}", statement.subject);
    whole(desk, statement, subject, &format!("{asks}{given}\n\n{}", expected(desk, statement)))
}

/// Word to whoever is asked about research that a statement on it is on the record (IN-4).
pub(crate) fn research(desk: &Desk, statement: &Statement) -> Words {
    let role = desk.policy.research_role_words().unwrap_or_default();
    let ask = format!(
        "A statement from {} to {} is on the record, and marked as being about research. You are told as {role}.\n\n\
         Relay it to research groups, and see who has it:\n{}/desk\n\n\
         A reply to it waits for your advice before it goes out.",
        statement.from.words(),
        statement.holders_in_words(),
        desk.settings.statement_url(statement.number)
    );
    whole(desk, statement, format!("About research: {}", statement.subject), &ask)
}

/// Word to those who keep the relationship that a received statement is on the record, and who was told (CON-8).
pub(crate) fn recorded_copy(
    desk: &Desk,
    statement: &Statement,
    told: &[Mailbox],
    receipted: &[Mailbox],
) -> Words {
    let passed_on = if told.is_empty() {
        "Nobody else was told: it names no group that can be written to.".to_owned()
    } else {
        format!("It was passed on to {}.", addresses(told))
    };
    let receipt = if receipted.is_empty() {
        "Its sender got no receipt: no address of theirs is known.".to_owned()
    } else {
        format!("Its sender got a receipt at {}.", addresses(receipted))
    };
    let ask = format!(
        "This is your copy of a statement from {} that is now on the record. {passed_on} {receipt}\n\n\
         Should others have it, give it to them here:\n{}/desk",
        statement.from.words(),
        desk.settings.statement_url(statement.number)
    );
    whole(desk, statement, format!("Recorded: {}", statement.subject), &ask)
}

/// Word to the sender that theirs is on the record, as the policy words it: where, whom it reached, what that does not
/// mean, and whom to ask (IN-6).
pub(crate) fn receipt(settings: &Settings, statement: &Statement, policy: &Policy) -> Words {
    let slots = Slots {
        subject: statement.subject.clone(),
        link: settings.statement_url(statement.number),
        from: statement.from.words(),
        to: statement.holders_in_words(),
        deadline: statement.deadline().map(|it| it.date.to_string()).unwrap_or_default(),
    };
    let Wording { subject, text } =
        policy.receipt(statement.purpose, statement.about_research, &slots);
    Words { subject, text }
}

/// A statement on the record, to groups that have it now and had it not before (IN-3).
pub(crate) fn given(desk: &Desk, statement: &Statement, by: &Doer) -> Words {
    let ask = format!(
        "{} gave you the statement below. {} sent it to {}.\n\n{}",
        who(by),
        statement.from.words(),
        statement.to.words(),
        expected(desk, statement)
    );
    whole(desk, statement, format!("Given to you: {}", statement.subject), &ask)
}

/// Word to groups that a statement is with others now (IN-3).
pub(crate) fn no_longer(
    desk: &Desk,
    statement: &Statement,
    by: &Doer,
    groups: &[GroupRef],
) -> Words {
    let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    let coordination = desk.policy.coordination();
    let ask = coordination.map(|it| it.address().to_owned()).unwrap_or_default();
    let text = format!(
        "{} gave a statement that was with {} to {}.\n\n\
         What is expected of you: nothing more. If it is yours all the same, say so to {ask}.\n\n{}",
        who(by),
        names.join(" and "),
        statement.holders_in_words(),
        head(desk, statement)
    );
    Words { subject: format!("No longer with you: {}", statement.subject), text }
}

/// A statement on research, to research groups that it is relayed to (IN-4).
pub(crate) fn relayed(desk: &Desk, statement: &Statement, by: &Doer, words: &str) -> Words {
    let said = if words.is_empty() { String::new() } else { format!("\n\n{words}") };
    let ask = format!(
        "{} relays the statement below to you, because it is about research. {} sent it to {}.{said}\n\n\
         What is expected of you: to know of it. Research groups do not answer in statements; what you have to say, say to \
         whoever relayed it. They are asked before a reply goes out.",
        who(by),
        statement.from.words(),
        statement.to.words()
    );
    whole(desk, statement, format!("On research: {}", statement.subject), &ask)
}

/// Word to research groups that a statement is relayed to them no longer (IN-4).
pub(crate) fn relayed_no_longer(desk: &Desk, statement: &Statement, by: &Doer) -> Words {
    let text = format!(
        "{} took back that the statement below was relayed to you. Nothing is expected of you.\n\n{}",
        who(by),
        head(desk, statement)
    );
    Words { subject: format!("No longer relayed to you: {}", statement.subject), text }
}

/// The note by which a sender hears informally that theirs went to others than they wrote to: a draft, which somebody
/// changes and sends (IN-3).
pub(crate) fn feedback(desk: &Desk, statement: &Statement, to: &[Mailbox], name: &str) -> Words {
    let from = statement.from.words();
    let greeted = to.iter().map(Mailbox::name).find(|name| !name.is_empty());
    let text = format!(
        "Dear {},\n\n\
         {from} sent the statement “{}” to {}. It is for others: {} has it now, and sees to it.\n\n\
         Please tell {from} so, informally, that they know whom to ask, and whom to write to next time. This is no answer: \
         whoever has it may still send one.\n\n\
         {}\n\n{name}\n",
        greeted.unwrap_or("colleague"),
        statement.subject,
        statement.to.words(),
        statement.holders_in_words(),
        desk.settings.statement_url(statement.number),
    );
    Words { subject: format!("For {from}: who has “{}” now", statement.subject), text }
}

/// Returns what is expected of the groups that have a statement, and where to begin (RSP-1, RSP-2).
fn expected(desk: &Desk, statement: &Statement) -> String {
    let reply = format!("{}/reply", desk.settings.statement_url(statement.number));
    let by = statement.deadline().map(|it| format!(" by {}", it.date)).unwrap_or_default();
    let wanted = match statement.purpose {
        Some(Purpose::Action | Purpose::Comment) => format!(
            "What is expected of you: an answer{by}, in a statement. Whoever leads the group sees to it: put it to the \
             group, then begin the answer here, already addressed:\n{reply}"
        ),
        Some(Purpose::Response) => format!(
            "What is expected of you: no further answer. It answers what was asked; bring it before the group. Should it want \
             a reply all the same, it begins here:\n{reply}"
        ),
        Some(Purpose::Information) if by.is_empty() => format!(
            "What is expected of you: to know of it. Bring it before those in the group whom it concerns. No answer is asked \
             for; should the group want to say something, it begins here:\n{reply}"
        ),
        Some(Purpose::Information) | None => format!(
            "What is expected of you: to decide whether it wants an answer{by}, and by whom. It is put to the group by whoever \
             leads it; an answer begins here, already addressed:\n{reply}"
        ),
    };
    let several = if statement.holders().len() > 1 {
        "\n\nSeveral groups have it: agree which of you takes the lead."
    } else {
        ""
    };
    let coordination = desk.policy.coordination();
    let ask = coordination.map(|it| it.address().to_owned()).unwrap_or_default();
    format!(
        "{wanted}{several}\n\nIf it is not for you, say so to {ask}: it can be given to others."
    )
}

/// Puts what is asked before the head of a statement and its words.
fn whole(desk: &Desk, statement: &Statement, subject: String, ask: &str) -> Words {
    let head = head(desk, statement);
    Words { subject, text: format!("{ask}\n\n{head}\n{}", statement.text) }
}

/// Returns who did something, with their role.
pub(super) fn who(by: &Doer) -> String {
    match by.role() {
        "" => by.name().to_owned(),
        role => format!("{}, {role},", by.name()),
    }
}

/// Returns in words to whom a note for feedback goes, without an address: the history is public.
pub(crate) fn feedback_words(
    statement: &Statement,
    directory: &Directory,
    policy: &Policy,
    to_manager: bool,
) -> String {
    if !to_manager {
        return "To those who coordinate.".to_owned();
    }
    let organizations: Vec<&str> = statement
        .from
        .group_ids()
        .into_iter()
        .filter_map(|group| directory.organization(group))
        .map(|group| group.name.as_str())
        .collect();
    let manager = policy.role_words(rules::RoleKind::LiaisonManager);
    format!("To the {manager} for {}.", organizations.join(" and "))
}
