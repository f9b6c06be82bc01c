//! Telling those who follow something what happened.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use rules::{Mailbox, Number, Statement, Watched};
use store::{Find, News, Reader};

use super::ask_to_watch::name_of_watched;
use super::{NEWS, page_of, token_of};
use crate::listing::find_in_address;
use crate::mailing::{outgoing, queue};
use crate::notices::watching::{NewsOf, news_words};
use crate::{Desk, Failure};

/// As much is told with one run; the rest with the next.
const AT_ONCE: i64 = 500;
/// What is older came with an old record, and is news to nobody.
const OLDEST: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What one of those who follow something is told.
struct Told {
    address: String,
    /// Each statement with what happened to it, and why they are told.
    news: BTreeMap<Number, (Vec<News>, BTreeSet<String>)>,
}

/// Mails everybody who follows something what happened since the last time: one message each, whatever it is of; returns
/// how many messages.
///
/// # Errors
/// [`Failure::Fault`]; nobody is then told, and all of it is with the next run.
pub async fn tell_watchers(desk: &Desk, now: Timestamp) -> Result<usize, Failure> {
    let mut tx = desk.store.begin("tell those who follow").await?;
    let (mut news, _) = tx.take_news(AT_ONCE).await?;
    news.retain(|one| now.duration_since(one.at) < OLDEST);
    let told = if news.is_empty() { BTreeMap::new() } else { told(desk, &news, now).await? };
    let numbers: BTreeSet<Number> =
        told.values().flat_map(|one| one.news.keys().copied()).collect();
    let numbers: Vec<Number> = numbers.into_iter().collect();
    let statements = desk.store.reader().statements(&numbers).await?;
    let statements: BTreeMap<Number, &Statement> =
        statements.iter().map(|statement| (statement.number, statement)).collect();
    let mut mailed = 0;
    for (id, Told { address, news }) in told {
        let Ok(to) = Mailbox::new("", &address) else { continue };
        let token = token_of(&mut tx, id, &address).await?;
        let page = page_of(desk, &token);
        let news: Vec<NewsOf<'_>> = news
            .into_iter()
            .filter_map(|(number, (news, because))| {
                let statement = statements.get(&number).copied()?;
                Some(NewsOf { statement, news, because: because.into_iter().collect() })
            })
            .collect();
        let mut message = outgoing(desk, news_words(desk, &news, &page), vec![to], NEWS, now);
        message.unsubscribe = Some(format!("{page}/end"));
        queue(desk, &mut tx, None, NEWS, &message, now).await?;
        mailed += 1;
    }
    tx.commit().await?;
    Ok(mailed)
}

/// Returns who is told what, by their id.
async fn told(desk: &Desk, news: &[News], now: Timestamp) -> Result<BTreeMap<i64, Told>, Failure> {
    let reader = desk.store.reader();
    let numbers: Vec<Number> = news.iter().map(|one| one.number).collect();
    let exchanges = exchanges(&reader, &numbers).await?;
    let mut told: BTreeMap<i64, Told> = BTreeMap::new();
    for watched in reader.watched().await? {
        let of = match &watched {
            Watched::Exchange(number) => exchanges.get(number).cloned().unwrap_or_default(),
            _ => found(&reader, &watched, &numbers, now).await?,
        };
        if of.is_empty() {
            continue;
        }
        let because = name_of_watched(desk, &watched).await.unwrap_or_else(|_| watched.to_string());
        for (id, address, since) in reader.watchers_of(&watched).await? {
            let theirs = told.entry(id).or_insert(Told { address, news: BTreeMap::new() });
            for one in news.iter().filter(|one| of.contains(&one.number) && one.at >= since) {
                let (news, reasons) = theirs.news.entry(one.number).or_default();
                if !news.contains(one) {
                    news.push(*one);
                }
                reasons.insert(because.clone());
            }
        }
    }
    told.retain(|_, one| !one.news.is_empty());
    Ok(told)
}

/// Returns for each statement that belongs to an exchange in which something happened those to which it did.
async fn exchanges(
    reader: &Reader,
    numbers: &[Number],
) -> Result<BTreeMap<Number, BTreeSet<Number>>, Failure> {
    let mut by_member: BTreeMap<Number, BTreeSet<Number>> = BTreeMap::new();
    let numbers: BTreeSet<Number> = numbers.iter().copied().collect();
    for number in numbers {
        for member in reader.exchange(number).await? {
            by_member.entry(member.row.number).or_default().insert(number);
        }
    }
    Ok(by_member)
}

/// Returns which of some statements belong to a group, an organization or a search.
async fn found(
    reader: &Reader,
    watched: &Watched,
    numbers: &[Number],
    now: Timestamp,
) -> Result<BTreeSet<Number>, Failure> {
    let find = match watched {
        Watched::Exchange(_) => return Ok(BTreeSet::new()),
        Watched::Group(acronym) => Find { group: Some(acronym.clone()), ..Find::default() },
        Watched::Organization(acronym) => {
            Find { organization: Some(acronym.clone()), ..Find::default() }
        }
        Watched::Search(query) => find_in_address(query, rules::day_anywhere(now)),
    };
    let find = Find { among: numbers.to_vec(), ..find };
    let most = i64::try_from(numbers.len()).unwrap_or(i64::MAX);
    let found = reader.find(&find, 1, most).await?;
    Ok(found.rows.into_iter().map(|row| row.number).collect())
}
