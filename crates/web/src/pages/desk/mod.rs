//! The pages of people who are signed in.

pub(crate) mod account;
pub(crate) mod acts;
pub(crate) mod afterwards;
pub(crate) mod ask_again;
pub(crate) mod attached;
pub(crate) mod audit;
pub(crate) mod beside;
pub(crate) mod calendar;
pub(crate) mod came;
pub(crate) mod changing;
pub(crate) mod demo;
pub(crate) mod demo_mail;
pub(crate) mod directory;
pub(crate) mod done;
pub(crate) mod entry;
pub(crate) mod faults;
pub(crate) mod fields;
pub(crate) mod gates;
pub(crate) mod groups;
pub(crate) mod hand_in;
pub(crate) mod import;
pub(crate) mod inbox;
pub(crate) mod item;
pub(crate) mod item_decisions;
pub(crate) mod item_work;
mod letter;
pub(crate) mod mail;
pub(crate) mod mine;
pub(crate) mod overview;
mod own_tokens;
pub(crate) mod preparing;
pub(crate) mod preview;
mod proof;
pub(crate) mod readable;
pub(crate) mod reminders;
mod samples;
pub(crate) mod shown;
pub(crate) mod sign_in;
pub(crate) mod told;
pub(crate) mod waiting;
pub(crate) mod webhooks;
pub(crate) mod write;

use askama::Template;

/// Returns every page of the desk rendered from its sample.
pub(crate) fn samples() -> Vec<(&'static str, Result<String, askama::Error>)> {
    vec![
        ("desk-account", account::AccountPage::sample().render()),
        ("desk-ask-again", ask_again::AskAgainPage::sample().render()),
        ("desk-audit", audit::AuditPage::sample().render()),
        ("desk-calendar", calendar::CalendarPage::sample().render()),
        ("desk-demo", demo::DemoPage::sample().render()),
        ("desk-demo-mail", demo_mail::DemoMailPage::sample().render()),
        ("desk-demo-mails", demo_mail::DemoMailsPage::sample().render()),
        ("desk-directory", directory::DirectoryPage::sample().render()),
        ("desk-entry", entry::EntryPage::sample().render()),
        ("desk-import", import::ImportPage::sample().render()),
        ("desk-hand-in", hand_in::HandInPage::sample().render()),
        ("desk-inbox", inbox::InboxPage::sample().render()),
        ("desk-webhook", webhooks::WebhookPage::sample().render()),
        ("desk-webhook-new", webhooks::NewWebhookPage::sample().render()),
        ("desk-webhooks", webhooks::WebhooksPage::sample().render()),
        ("desk-item", item::ItemPage::sample().render()),
        ("desk-link", sign_in::LinkPage::sample().render()),
        ("desk-link-asked", sign_in::LinkAskedPage::sample().render()),
        ("desk-mail", mail::MailPage::sample().render()),
        ("desk-mine", mine::MinePage::sample().render()),
        ("desk-overview", overview::OverviewPage::sample().render()),
        ("desk-sign-in", sign_in::SignInPage::sample().render()),
        ("desk-token", account::TokenPage::sample().render()),
        ("desk-unsubscribe", reminders::UnsubscribePage::sample().render()),
        ("desk-waiting", waiting::DeskPage::sample().render()),
        ("desk-making", readable::MakingPage::sample().render()),
        ("desk-write", write::WritePage::sample().render()),
    ]
}
