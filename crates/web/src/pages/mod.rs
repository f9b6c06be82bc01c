//! Every page as a struct with all that it shows, already in words.

pub(crate) mod about;
pub(crate) mod api;
pub(crate) mod copy;
pub(crate) mod deadlines;
pub(crate) mod desk;
pub(crate) mod documents;
pub(crate) mod entry_history;
pub(crate) mod exchange;
pub(crate) mod failed;
pub(crate) mod group;
pub(crate) mod history;
pub(crate) mod home;
pub(crate) mod known;
pub(crate) mod list;
pub(crate) mod log;
pub(crate) mod open;
pub(crate) mod organizations;
pub(crate) mod person;
pub(crate) mod plain;
pub(crate) mod policy;
pub(crate) mod samples;
pub(crate) mod statement;
pub(crate) mod statistics;
pub(crate) mod submit;
pub(crate) mod version;
pub(crate) mod watching;

use askama::Template;

/// Returns every page rendered from its sample, by name, so that a test reads them all
pub fn samples() -> Vec<(&'static str, Result<String, askama::Error>)> {
    let mut samples = vec![
        ("about", about::AboutPage::sample().render()),
        ("api", api::ApiPage::sample().render()),
        ("copy-first", copy::CopyFirstPage::sample().render()),
        ("copy-year", copy::CopyYearPage::sample().render()),
        ("deadlines", deadlines::DeadlinesPage::sample().render()),
        ("entry-history", entry_history::EntryHistoryPage::sample().render()),
        ("exchange", exchange::ExchangePage::sample().render()),
        ("failed", failed::FailedPage::sample().render()),
        ("group", group::GroupPage::sample().render()),
        ("history", history::HistoryPage::sample().render()),
        ("home", home::HomePage::sample().render()),
        ("list", list::ListPage::sample().render()),
        ("log", log::LogPage::sample().render()),
        ("open", open::OpenPage::sample().render()),
        ("organizations", organizations::OrganizationsPage::sample().render()),
        ("person", person::PersonPage::sample().render()),
        ("policy", policy::PolicyPage::sample().render()),
        ("statement", statement::StatementPage::sample().render()),
        ("statistics", statistics::StatisticsPage::sample().render()),
        ("submit", submit::SubmitPage::sample().render()),
        ("submit-link", submit::SubmitLinkPage::sample().render()),
        ("version", version::VersionPage::sample().render()),
        ("submit-sent", submit::SubmitSentPage::sample().render()),
        ("watch", watching::WatchPage::sample().render()),
        ("watch-sent", watching::WatchSentPage::sample().render()),
        ("watching", watching::WatchingPage::sample().render()),
    ];
    samples.extend(desk::samples());
    samples
}
