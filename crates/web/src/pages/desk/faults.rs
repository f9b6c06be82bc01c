//! What is wrong with a form, above it: each fault leads to its field.

use askama::Template;
use askama::filters::HtmlSafe;
use rules::EntryField;

/// What is wrong with a form, above it: each fault leads to its field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Template)]
#[template(path = "desk/faults.html")]
pub(crate) struct FaultList {
    /// Where the form is; empty if it is on the same page.
    pub(crate) page: String,
    /// The field's name, what it is called, and what is wrong.
    pub(crate) faults: Vec<(&'static str, String, String)>,
}

impl FaultList {
    /// Returns the faults of the form on the same page.
    pub(crate) fn here(faults: &[(&'static str, String)]) -> Self {
        Self::on("", faults)
    }

    /// Returns the faults of a form on another page.
    pub(crate) fn on(page: &str, faults: &[(&'static str, String)]) -> Self {
        let mut faults = faults.to_vec();
        faults.sort_by_key(|(field, _)| place_of(field));
        let faults = faults
            .iter()
            .map(|(field, fault)| (*field, label(field).to_owned(), fault.clone()))
            .collect();
        Self { page: page.to_owned(), faults }
    }

    /// Says whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.faults.is_empty()
    }
}

/// The fields of a statement in the order of its form.
const ORDER: [&str; 30] = [
    "from_groups",
    "from_as_written",
    "to_groups",
    "to_as_written",
    "given_to",
    "about_research",
    "purpose",
    "deadline",
    "in_response_to",
    "follows_up",
    "revises",
    "forwards",
    "refers_to",
    "settles",
    "deadline_asked",
    "subject",
    "text",
    "consensus",
    "consensus_basis",
    "purpose_as_written",
    "identifiers",
    "received_on",
    "sent_on",
    "from_contacts",
    "from_liaison_contact",
    "to_contacts",
    "to_liaison_contact",
    "file",
    "url",
    "travelled",
];

/// Returns where a field stands in its form, so that others can be put in that order; what is no field comes last.
pub(crate) fn place_of(field: &str) -> usize {
    ORDER.iter().position(|other| *other == field).unwrap_or(ORDER.len())
}

/// Returns what a field is called.
pub(crate) fn label(field: &str) -> &'static str {
    match field {
        "from_groups" => "From",
        "from_as_written" => "From, as written",
        "to_groups" => "To",
        "to_as_written" => "To, as written",
        "given_to" => "Given to other groups than it names",
        "about_research" => "Research",
        "purpose" => "Purpose",
        "purpose_as_written" => "Purpose, as written",
        "deadline" => "Deadline",
        "deadline_sure" => "An unlikely deadline",
        "subject" => "Subject",
        "text" => "Text",
        "consensus" => "What stands behind it",
        "consensus_basis" => "What that rests on",
        "from_contacts" => "From-Contact",
        "from_liaison_contact" => "Send-Reply-To",
        "to_contacts" => "To-Contact",
        "to_liaison_contact" => "Send-To",
        "identifiers" => "Identifiers",
        "in_response_to" => "Answers",
        "follows_up" => "Follows up",
        "settles" => "What becomes of the request",
        "deadline_asked" => "A later day asked for",
        "told_on" => "On which day",
        "told_where" => "Where",
        "sent_on" => "Sent on",
        "received_on" => "Received on",
        "travelled" => "How it was sent",
        "file" => "File",
        "url" => "Link",
        "shown" => "What everyone may read",
        "sender_entry" => "What becomes of its name",
        "sender_acronym" => "Short name",
        "sender_name" => "Name in full",
        "sender_of" => "The entry that is there",
        "question_to" => "To",
        "question_subject" => "Subject of the question",
        "question" => "Question",
        "reason" => "Reason",
        "sender" => "Who had sent it",
        "note" => "What is to be known of it",
        "authority" => "Who approved",
        "comment" => "How and when",
        "group" => "Group",
        "organization" => "Organization",
        "advice" => "What there is to consider",
        "role" | "agree_as" | "approve_as" | "advise_as" | "review_as" | "submit_as"
        | "give_as" | "comment_as" | "correct_as" | "back_as" | "tell_as" => "You act as",
        "address" | "link_address" | "passkey_address" => "E-mail address",
        "password" => "Password",
        "passkey_name" => "Passkey",
        "token_name" => "What is it for?",
        "scopes" => "What it lets a program do",
        "days" => "For how many days",
        "old_password" => "Password so far",
        "new_password" => "New password",
        "acronym" => "Short name",
        "person" => "Who",
        "from" => "From",
        other => label_of_change(other)
            .or_else(|| label_of_rare_link(other))
            .or_else(|| label_of_seeing(other))
            .or_else(|| label_of_preparing(other))
            .or_else(|| EntryField::from_slug(other).map(EntryField::words))
            .unwrap_or("This form"),
    }
}

/// Returns what a field is called that says what a statement is to others besides.
fn label_of_rare_link(field: &str) -> Option<&'static str> {
    Some(match field {
        "revises" => "Takes the place of",
        "forwards" => "Passes on",
        "refers_to" => "Refers to",
        "corrects" => "What it is recorded as",
        _ => return None,
    })
}

/// Returns what a field is called with which somebody sees to a received statement.
fn label_of_seeing(field: &str) -> Option<&'static str> {
    Some(match field {
        "putting_subject" => "Subject of the mail to the list",
        "putting_text" => "Text of the mail to the list",
        "put_on" => "On which day",
        "put_where" => "Where",
        "heard" => "What came of it",
        "heard_words" => "In words",
        "heard_link" => "Link",
        "promised" => "By which day",
        "promised_words" => "How its sender heard of it",
        "informal_words" => "What was answered",
        "informal_pasted" => "The mail",
        "informal_file" => "The mail as a file",
        "informal_item" => "A message of the inbox",
        "informal_link" => "Link to the answer",
        "no_answer_reason" => "Why none is sent",
        "hand_back_words" => "Why, and who could see to it",
        "hand_to" => "Whom to hand it to",
        "hand_to_other" => "Somebody else",
        "hand_note" => "A note to them",
        "lead" => "Group that takes the lead",
        "action" => "What is done",
        "action_link" => "Link to the discussion",
        "action_words" => "What there is to say",
        "action_for" => "Who reads it",
        "asked" => "What is asked",
        "reopen_reason" => "Why it is opened again",
        "links_answers" => "It answers",
        "links_follows_up" => "It follows up",
        "links_reason" => "Why this is right",
        "handling" => "What is done with it",
        _ => return None,
    })
}

/// Returns what a field is called that makes a statement ready to go.
fn label_of_preparing(field: &str) -> Option<&'static str> {
    Some(match field {
        "goes_on" => "On which day",
        "goes_at" => "At what time",
        "asked_other" => "Whom to ask",
        "asked_words" => "What to say to them",
        "back_words" => "What is to be changed",
        "telling_subject" => "Subject of the mail",
        "telling_text" => "Text of the mail",
        _ => return None,
    })
}

/// Returns what a field is called with which something is done with a statement on the record.
fn label_of_change(field: &str) -> Option<&'static str> {
    Some(match field {
        "title" => "Title",
        "tell" => "Who hears of it",
        "resend" => "Who gets it",
        "resend_to" => "Address",
        "correction_why" => "What is corrected, and why",
        "relay_to" => "Research groups",
        "relay_note" => "What to say to them",
        "feedback_subject" => "Subject",
        "feedback_text" => "Text",
        "remark" => "What you have to say",
        "remark_for" => "Who reads it",
        "agreed_day" => "The later day",
        "hide_position" => "File",
        "hide_reason" => "Why",
        "agreed_by" => "Who agreed",
        "agreed_where" => "Where they did",
        "give_to" => "Groups that see to it",
        "held_role" => "Role",
        "until" => "Until",
        "into" => "Is the same as",
        _ => return None,
    })
}

impl HtmlSafe for FaultList {}
