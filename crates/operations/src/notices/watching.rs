//! What those who follow something by mail are told.

use rules::Statement;
use store::News;

use super::Words;
use crate::Desk;

/// As many statements are told of one by one.
const TOLD: usize = 40;

/// A statement to which something happened, and why somebody is told of it.
pub(crate) struct NewsOf<'a> {
    pub(crate) statement: &'a Statement,
    pub(crate) news: Vec<News>,
    /// What they follow, in words.
    pub(crate) because: Vec<String>,
}

/// Asks whoever reads at an address whether they want to follow something; `name` is what it is called.
pub(crate) fn link_words(desk: &Desk, name: &str, page: &str) -> Words {
    let organization = &desk.policy.short_name;
    let text = format!(
        "Somebody, probably you, asked that this address be told by mail of what is new with\n\n    {name}\n\n\
         on the public record of the {organization}. Nothing is mailed until you confirm it, within a day:\n\n\
         {page}\n\n\
         The same page ends it again, whenever you like. If it was not you, do nothing: without the page it is forgotten.\n"
    );
    Words { subject: format!("Confirm: news from the liaison record of the {organization}"), text }
}

/// Tells somebody what happened with what they follow.
pub(crate) fn news_words(desk: &Desk, news: &[NewsOf<'_>], page: &str) -> Words {
    let mut text = "On the record, with what you follow:\n".to_owned();
    news.iter().take(TOLD).for_each(|one| text.push_str(&told(desk, one)));
    if let Some(more) = news.len().checked_sub(TOLD).filter(|more| *more > 0) {
        let list = format!("{}/statements", desk.settings.base_url);
        text.push_str(&format!("\nAnd {more} more statements: {list}\n"));
    }
    text.push_str(&format!("\nWhat you follow, and ending it: {page}\n"));
    Words { subject: subject(news), text }
}

fn told(desk: &Desk, one: &NewsOf<'_>) -> String {
    let statement = one.statement;
    let mut happened: Vec<&str> = one.news.iter().filter_map(|news| news.kind.news()).collect();
    happened.dedup();
    let mut told = format!("\n* {}\n", statement.subject);
    told.push_str(&format!("  No. {}: {}\n", statement.number, happened.join("; ")));
    told.push_str(&format!("  From {} to {}\n", statement.from.words(), statement.to.words()));
    let purpose = statement.purpose.map(|purpose| purpose.to_string());
    let due = statement.due().map(|day| format!("deadline {}", day.strftime("%-d %B %Y")));
    let asks: Vec<String> = purpose.into_iter().chain(due).collect();
    if !asks.is_empty() {
        told.push_str(&format!("  {}\n", asks.join(", ")));
    }
    told.push_str(&format!("  {}\n", desk.settings.statement_url(statement.number)));
    told.push_str(&format!("  You follow {}.\n", one.because.join("; ")));
    told
}

/// Returns what it is about, when it is about one statement.
fn subject(news: &[NewsOf<'_>]) -> String {
    match news {
        [one] => {
            let happened = one.news.last().and_then(|news| news.kind.news()).unwrap_or("changed");
            format!("No. {} {happened}: {}", one.statement.number, one.statement.subject)
        }
        many => format!("News of {} statements that you follow", many.len()),
    }
}
