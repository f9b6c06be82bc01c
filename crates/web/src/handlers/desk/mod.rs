//! The pages of people who are signed in.

mod account;
mod act;
mod acting;
mod afterwards;
mod ask_again;
mod audit;
mod calendar;
mod changing;
mod demo;
mod demo_mail;
mod directory;
mod entry;
mod files;
mod hand_in;
mod handling;
mod inbox;
mod item;
mod mail;
mod openid;
mod overview;
mod passkeys;
mod preparing;
mod preview;
mod readable;
mod reminders;
mod save;
mod sign_in;
mod tokens;
pub(super) mod typed;
mod unsaved;
mod waiting;
mod webhooks;
mod write;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

pub(crate) use files::saved;

use crate::Site;

/// Returns the addresses of the desk.
pub(crate) fn routes(site: &Site) -> Router<Site> {
    Router::new()
        .merge(for_signing_in())
        .merge(for_oneself())
        .merge(for_looking_after())
        .merge(for_handing_in(site))
        .merge(for_writing(site))
        .merge(for_deciding())
        .merge(for_seeing_to())
        .merge(for_keeping())
        .merge(for_programs())
        .merge(for_playing())
}

fn for_signing_in() -> Router<Site> {
    Router::new()
        .route("/sign-in", get(sign_in::show).post(sign_in::sign_in))
        .route("/sign-in/link", post(sign_in::ask_for_link))
        .route("/sign-in/asked", get(sign_in::asked))
        .route("/sign-in/openid", get(openid::depart))
        .route("/sign-in/openid/back", get(openid::back))
        .route("/sign-in/passkey", post(passkeys::sign_in))
        .route("/sign-in/passkey.json", post(passkeys::begin_to_sign_in))
        .route("/sign-in/{token}", get(sign_in::show_link).post(sign_in::use_link))
        .route("/sign-out", post(sign_in::sign_out))
}

/// Somebody's own account, and what was noted of sign-ins.
fn for_oneself() -> Router<Site> {
    Router::new()
        .route("/desk/account", get(account::show))
        .route("/desk/account/sessions/{id}/end", post(account::end_session))
        .route("/desk/account/end-others", post(account::end_others))
        .route("/desk/account/password", post(account::set_password))
        .route("/desk/account/tokens", post(tokens::make))
        .route("/desk/account/tokens/{id}/revoke", post(tokens::revoke))
        .route("/desk/account/passkeys", post(passkeys::add))
        .route("/desk/account/passkeys.json", post(passkeys::begin_to_add))
        .route("/desk/account/passkeys/{id}/remove", post(passkeys::remove))
        .route("/desk/account/reminders", post(reminders::set))
        .route("/desk/account/calendar", post(calendar::make))
        .route("/desk/account/calendar/revoke", post(calendar::revoke))
        .route("/desk/calendar/{file}", get(calendar::show))
        .route("/reminders/off/{token}", get(reminders::ask).post(reminders::unsubscribe))
        .route("/desk/audit", get(audit::show))
}

/// What waits, and what arrived.
fn for_looking_after() -> Router<Site> {
    Router::new()
        .route("/desk", get(waiting::all))
        .route("/desk/overview", get(overview::show))
        .route("/desk/reviews", get(waiting::reviews))
        .route("/desk/drafts", get(waiting::drafts))
        .route("/desk/inbox", get(inbox::show))
        .route("/desk/inbox/{id}", get(item::show))
        .route("/desk/inbox/{id}/record", post(item::record))
        .route("/desk/inbox/{id}/close", post(item::close))
        .route("/desk/inbox/{id}/take-over", post(item::take_over))
        .route("/desk/inbox/{id}/ask", post(item::ask))
        .route("/desk/inbox/{id}/reopen", post(item::reopen))
        .route("/desk/inbox/{id}/original", get(files::original))
        .route("/desk/inbox/{id}/files/{position}/{name}", get(files::file))
}

/// Files for the inbox; together they may be as large as a message.
fn for_handing_in(site: &Site) -> Router<Site> {
    let limit = site.desk.settings.message_limit.saturating_add(site.form_limit());
    Router::new()
        .route("/desk/inbox/hand-in", get(hand_in::show).post(hand_in::save))
        .layer(DefaultBodyLimit::max(limit))
}

/// What is done with a statement that is written.
fn for_deciding() -> Router<Site> {
    Router::new()
        .route("/statements/{number}/desk", get(mail::lead))
        .route("/statements/{number}/preview", get(preview::show))
        .route("/statements/{number}/readable", get(readable::show).post(readable::change))
        .route("/statements/{number}/submit", post(act::submit))
        .route("/statements/{number}/agree", post(act::agree))
        .route("/statements/{number}/approve", post(act::approve))
        .route("/statements/{number}/advise", post(act::advise))
        .route("/statements/{number}/review", post(act::review))
        .route("/statements/{number}/send-back", post(act::send_back))
        .route("/statements/{number}/tell-group", post(act::tell_group))
        .route("/statements/{number}/note-telling", post(act::note_telling))
        .route("/statements/{number}/note-approval", post(act::note_approval))
        .route("/statements/{number}/split", post(preparing::split))
        .route("/statements/{number}/list-documents", post(preparing::list_documents))
        .route("/statements/{number}/time", post(preparing::set_time))
        .route("/statements/{number}/hand", post(preparing::hand))
        .route("/statements/{number}/again", get(mail::lead).post(preparing::again))
        .route("/statements/{number}/drop", post(act::drop))
        .route("/statements/{number}/revive", post(act::revive))
        .route("/statements/{number}/record-as-sent", post(act::record_as_sent))
        .route("/statements/{number}/note-sending", post(act::note_sending))
        .route("/statements/{number}/mail", get(mail::show))
        .route("/statements/{number}/give", get(mail::lead).post(afterwards::give))
        .route("/statements/{number}/research", get(mail::lead).post(afterwards::research))
        .route("/statements/{number}/relay", get(mail::lead).post(afterwards::relay))
        .route("/statements/{number}/feedback", get(mail::lead).post(afterwards::feedback))
        .route("/statements/{number}/resend/{delivery}", post(changing::resend))
        .route("/statements/{number}/correct", get(mail::lead).post(changing::correct))
        .route("/statements/{number}/revise", get(mail::lead).post(changing::revise))
        .route(
            "/statements/{number}/agree-deadline",
            get(mail::lead).post(changing::agree_deadline),
        )
        .route("/statements/{number}/ask-again", get(ask_again::show).post(ask_again::send))
        .route("/statements/{number}/let-be", post(ask_again::let_be))
        .route("/statements/{number}/comment", get(mail::lead).post(afterwards::comment))
        .route("/statements/{number}/withdraw", get(mail::lead).post(mail::withdraw))
}

/// What whoever sees to a received statement does with it.
fn for_seeing_to() -> Router<Site> {
    let to_statement = handling::lead_to;
    Router::new()
        .route("/statements/{number}/informal-answer", get(handling::informal_answer))
        .route("/statements/{number}/take-on", get(to_statement).post(handling::take_on))
        .route("/statements/{number}/hand-on", get(to_statement).post(handling::hand_on))
        .route("/statements/{number}/hand-back", get(to_statement).post(handling::hand_back))
        .route("/statements/{number}/lead", get(to_statement).post(handling::lead))
        .route("/statements/{number}/asked", get(to_statement).post(handling::asked))
        .route("/statements/{number}/note-action", get(to_statement).post(handling::note_action))
        .route("/statements/{number}/put-to-group", get(to_statement).post(handling::put_to_group))
        .route("/statements/{number}/note-putting", get(to_statement).post(handling::note_putting))
        .route("/statements/{number}/hear-group", get(to_statement).post(handling::hear_group))
        .route("/statements/{number}/promise", get(to_statement).post(handling::promise))
        .route("/statements/{number}/no-answer", get(to_statement).post(handling::no_answer))
        .route("/statements/{number}/open-again", get(to_statement).post(handling::open_again))
        .route("/statements/{number}/links", get(to_statement).post(handling::links))
}

/// Forms that may bring files.
fn for_writing(site: &Site) -> Router<Site> {
    let limit = site.desk.settings.attachment_limit.saturating_add(site.form_limit());
    Router::new()
        .route("/statements/new", get(write::new).post(save::new))
        .route("/statements/new/unsaved", post(unsaved::new))
        .route("/statements/{number}/unsaved", post(unsaved::change))
        .route("/statements/{number}/reply", get(write::reply))
        .route("/statements/{number}/edit", get(write::edit).post(save::edit))
        .route("/statements/{number}/attachments", post(save::edit))
        .route("/statements/{number}/add", get(mail::lead).post(changing::add))
        .route("/statements/{number}/hide", get(mail::lead).post(changing::hide))
        .route("/statements/{number}/remove-attachment", post(save::remove_attachment))
        .route("/statements/{number}/letter", post(save::convert_letter))
        .route(
            "/statements/{number}/answered-informally",
            get(handling::lead_to).post(handling::answered_informally),
        )
        .layer(DefaultBodyLimit::max(limit))
}

/// What keeps the directory.
fn for_keeping() -> Router<Site> {
    Router::new()
        .route("/directory", get(directory::show))
        .route("/directory/mine", get(directory::mine))
        .route("/directory/new", get(entry::new).post(entry::make))
        .route("/directory/entries/{acronym}", get(entry::show).post(entry::save))
        .route("/directory/entries/{acronym}/confirm", post(directory::confirm))
        .route("/directory/entries/{acronym}/roles", post(entry::add_role))
        .route("/directory/entries/{acronym}/end-role", post(entry::end_role))
        .route("/directory/entries/{acronym}/join", post(entry::join))
        .route("/directory/imports/{id}", get(directory::import))
        .route("/directory/imports/{id}/confirm", post(directory::confirm_import))
        .route("/directory/imports/{id}/drop", post(directory::drop_import))
}

/// Programs that are told of changes.
fn for_programs() -> Router<Site> {
    Router::new()
        .route("/desk/webhooks", get(webhooks::show).post(webhooks::add))
        .route("/desk/webhooks/{id}", get(webhooks::one))
        .route("/desk/webhooks/{id}/ping", post(webhooks::ping))
        .route("/desk/webhooks/{id}/pause", post(webhooks::pause))
        .route("/desk/webhooks/{id}/resume", post(webhooks::resume))
        .route("/desk/webhooks/{id}/remove", post(webhooks::remove))
}

/// What is there in a demonstration alone.
fn for_playing() -> Router<Site> {
    Router::new()
        .route("/demo", get(demo::lead))
        .route("/demo/sign-in", get(demo::show).post(demo::sign_in))
        .route("/demo/mail", get(demo_mail::list))
        .route("/demo/mail/{id}", get(demo_mail::one))
        .route("/demo/link/{delivery}", post(demo_mail::follow))
}
