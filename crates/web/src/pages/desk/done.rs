//! What was done by the form before this page, in one line.

use crate::view::View;

const WORDS: [(&str, &str); 56] = [
    ("saved", "Saved. Nothing was sent to anybody yet."),
    ("unchanged", "Nothing was changed."),
    ("changed", "Saved. Whoever approves or reviews it was asked again."),
    ("added", "Saved, and the attachment was added."),
    ("removed", "Saved, and the attachment was removed."),
    ("submitted", "Submitted. Whoever is marked below as next was asked by mail."),
    ("agreed", "Agreed. It still waits for what is marked below."),
    ("advised", "Your answer was noted. It still waits for what is marked below."),
    ("approved", "Approved. It still waits for what is marked below."),
    ("reviewed", "Reviewed. It still waits for what is marked below."),
    ("noted", "The approval was noted. It still waits for what is marked below."),
    ("posted", "That was the last thing it waited for: the statement is on the public record."),
    ("recorded", "Recorded: the statement is on the public record."),
    ("sent-to-review", "Entered. A liaison manager or coordinator was asked by mail to review it."),
    ("dropped", "Dropped. It is listed under “Dropped” and can be taken up again."),
    ("sent-back", "Sent back. Whoever drafted it was mailed what you want changed."),
    ("group-told", "The mail to the group is on its way."),
    ("telling-noted", "Noted, for whoever approves to see."),
    ("revived", "Taken up again as a draft."),
    ("withdrawn", "Withdrawn. The page stays, and says who took it back and why."),
    ("handed-in", "Handed in: it is stored, and waits in the inbox."),
    ("closed", "The message was closed. It is kept among the closed ones."),
    ("taken-over", "You have it now. Whoever had it open is told when they go on."),
    ("asked", "Mailed. What the sender answers is put beside the message."),
    ("reopened", "The message waits again."),
    ("link-added", "Saved, and the link was added."),
    ("session-ended", "That session has ended: whoever had it is signed out."),
    ("others-ended", "All your other sessions have ended."),
    ("passkey-added", "The passkey is added: you can sign in with it."),
    ("passkey-removed", "The passkey is removed: nobody signs in with it any more."),
    ("token-revoked", "The token is revoked: no program gets in with it any more."),
    ("password-set", "The password is set. All your other sessions have ended."),
    ("entry-saved", "Saved. Imports leave what you set as it is."),
    ("entry-made", "The entry was made. Letters that use its names are read as from it now."),
    ("entries-joined", "Joined. Statements that named the other entry name this one now."),
    ("role-entered", "The role was entered."),
    ("role-ended", "The role was ended today."),
    ("confirmed", "Noted: the contacts are right."),
    ("import-taken", "Taken. The directory is as the import says."),
    ("import-dropped", "Thrown away. Nothing was changed."),
    ("given", "Given. Those that have it now were told, and those that have it no longer."),
    ("marked", "Marked as being about research. Whoever is asked about that was told."),
    ("unmarked", "No longer marked as being about research."),
    ("relayed", "Relayed. The research groups were told."),
    ("feedback-sent", "The note was sent."),
    ("commented", "Your comment stands in the history."),
    ("sent-again", "It is on its way again. What becomes of it stands below."),
    ("added-after", "Added. It is marked as added after the statement was sent."),
    ("corrected", "Corrected. What it said before stays readable, with what changed."),
    (
        "correction-begun",
        "This is the draft of the correction. The record says what it said until its last gate opens.",
    ),
    (
        "revision-begun",
        "This is a draft with the same parties, words and files. Nothing was sent to anybody yet.",
    ),
    ("asked-again", "The reminder is on its way. You are not told again that the answer is late."),
    ("let-be", "You are not told again that the answer is late."),
    ("reminders-set", "Your reminders are set."),
    ("calendar-revoked", "The calendar is revoked: at its address there is nothing any more."),
    ("record-kept", "Recorded as sent. Nothing was mailed to the other organization."),
];

/// Returns what was done, as the address of the page says (`?done=…`); empty if nothing was.
pub(crate) fn done(view: &View) -> &'static str {
    let said = view.query.split('&').find_map(|pair| pair.strip_prefix("done="));
    let words = WORDS.iter().find(|(slug, _)| Some(*slug) == said);
    words.map(|(_, words)| *words).unwrap_or_default()
}
