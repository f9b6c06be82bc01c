//! What whoever sees to a received statement does with it, one form after the other on its page.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use operations::{Failure, InformalAnswer, MendedLinks, NotedAction, Telling};
use rules::{DiscussionKind, Number, Refusal};

use super::act::Act;
use super::files::saved;
use super::save::{faults_of, to};
use crate::Site;
use crate::failed::Failed;
use crate::handlers::statement::page_with;
use crate::page::Page;
use crate::view::SignedIn;

/// Leads to the page of a statement, where all these forms are.
pub(crate) async fn lead_to(Path(number): Path<i64>) -> Redirect {
    Redirect::to(&format!("/statements/{number}"))
}

/// Takes it on, or takes it from whoever has it (IN-5).
pub(crate) async fn take_on(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let done = operations::take_on(desk, &act.view.actor, act.number, now).await;
    back(act, done, "taken-on").await
}

/// Hands it on to somebody (RSP-2).
pub(crate) async fn hand_on(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let [chosen, other, note] =
        ["hand_to", "hand_to_other", "hand_note"].map(|name| act.typed.one(name));
    let address = if other.trim().is_empty() { chosen } else { other };
    let done = operations::hand_on(desk, &act.view.actor, act.number, (address, note), now).await;
    back(act, done, "handed-on").await
}

/// Hands it back to whoever handed it on.
pub(crate) async fn hand_back(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let words = act.typed.one("hand_back_words");
    let done = operations::hand_back(desk, &act.view.actor, act.number, words, now).await;
    back(act, done, "handed-back").await
}

/// Says which group takes the lead (RSP-2).
pub(crate) async fn lead(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let lead = act.typed.one("lead");
    let done = operations::set_lead(desk, &act.view.actor, act.number, lead, now).await;
    back(act, done, "lead-set").await
}

/// Says what is asked (RSP-8).
pub(crate) async fn asked(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let asked = act.typed.one("asked");
    let done = operations::class_asked(desk, &act.view.actor, act.number, asked, now).await;
    back(act, done, "classed").await
}

/// Notes what is done about it (REC-9).
pub(crate) async fn note_action(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let kind = DiscussionKind::from_slug(act.typed.one("action"));
    let action = NotedAction {
        kind: kind.unwrap_or(DiscussionKind::Discussed),
        words: act.typed.one("action_words"),
        link: act.typed.one("action_link"),
        public: act.typed.one("action_for") != "involved",
    };
    let done = operations::note_action(desk, &act.view.actor, act.number, action, now).await;
    back(act, done, "action-noted").await
}

/// Puts it to the group by mail (RSP-7).
pub(crate) async fn put_to_group(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let [subject, text] = ["putting_subject", "putting_text"].map(|name| act.typed.one(name));
    let putting = Telling::Mail { subject, text };
    let done = operations::put_to_group(desk, &act.view.actor, act.number, putting, "", now).await;
    back(act, done, "put-to-group").await
}

/// Notes where it was put to the group (RSP-7).
pub(crate) async fn note_putting(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let place = act.typed.one("put_where");
    let done = match act.typed.day("put_on") {
        Ok(on) => {
            let putting = Telling::Elsewhere { on, place };
            operations::put_to_group(desk, &act.view.actor, act.number, putting, "", now).await
        }
        Err(fault) => wrong("put_on", fault),
    };
    back(act, done, "action-noted").await
}

/// Notes what the group says (RSP-7).
pub(crate) async fn hear_group(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let [heard, words, link] =
        ["heard", "heard_words", "heard_link"].map(|name| act.typed.one(name));
    let said = (DiscussionKind::from_slug(heard), words, link);
    let done = operations::hear_group(desk, &act.view.actor, act.number, said, now).await;
    back(act, done, "group-heard").await
}

/// Notes that an answer was promised by a day (RSP-3).
pub(crate) async fn promise(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let words = act.typed.one("promised_words");
    let done = match act.typed.day("promised") {
        Ok(by) => {
            operations::promise_answer(desk, &act.view.actor, act.number, (by, words), now).await
        }
        Err(fault) => wrong("promised", fault),
    };
    back(act, done, "promised").await
}

/// Notes that it was answered by mail (RSP-4).
pub(crate) async fn answered_informally(mut act: Act) -> Result<Response, Failed> {
    let (desk, now) = (act.site.desk.clone(), act.site.now());
    let file = act.typed.take_files().into_iter().next().map(|(_, bytes)| bytes);
    let typed = |name| act.typed.one(name).to_owned();
    let item = typed("informal_item");
    let number = item.trim().rsplit('/').next().unwrap_or_default().parse().ok();
    let done = if number.is_none() && !item.trim().is_empty() {
        wrong("informal_item", "Give the number of the message, as its address has it.".to_owned())
    } else {
        let answer = InformalAnswer {
            words: typed("informal_words"),
            link: typed("informal_link"),
            pasted: typed("informal_pasted"),
            file,
            item: number,
        };
        operations::answer_informally(&desk, &act.view.actor, act.number, answer, now).await
    };
    back(act, done, "answered-informally").await
}

/// Gives the mail by which it was answered, byte for byte, to those who are involved (RSP-4).
pub(crate) async fn informal_answer(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
) -> Result<Response, Failed> {
    let number = Number(number);
    let sha256 = operations::informal_answer(&site.desk, &view.actor, number).await?;
    saved(&site, &sha256, &format!("answer-{number}.eml")).await
}

/// Decides that no answer is sent (RSP-5).
pub(crate) async fn no_answer(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let reason = act.typed.one("no_answer_reason");
    let done = operations::decide_no_answer(desk, &act.view.actor, act.number, reason, now).await;
    back(act, done, "no-answer").await
}

/// Opens it again.
pub(crate) async fn open_again(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let reason = act.typed.one("reopen_reason");
    let done = operations::reopen_statement(desk, &act.view.actor, act.number, reason, now).await;
    back(act, done, "opened-again").await
}

/// Mends what it is to others.
pub(crate) async fn links(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let mended = MendedLinks {
        answers: act.typed.one("links_answers"),
        follows_up: act.typed.one("links_follows_up"),
        reason: act.typed.one("links_reason"),
    };
    let done = operations::mend_links(desk, &act.view.actor, act.number, mended, now).await;
    back(act, done, "links-mended").await
}

fn wrong(field: &'static str, fault: String) -> Result<(), Failure> {
    Err(Failure::Refused(Refusal::Fields(vec![(field, fault)])))
}

/// Leads back to the statement, or shows it again with what stands in the way.
async fn back(act: Act, done: Result<(), Failure>, said: &str) -> Result<Response, Failed> {
    let Act { site, view, number, typed } = act;
    match done {
        Ok(()) => Ok(to(&format!("/statements/{number}?done={said}"))),
        Err(failure) => {
            let (status, faults) = faults_of(failure)?;
            let statement = operations::see(&site.desk, &view.actor, number).await?;
            let page = page_with(&site, view, statement, &faults, &typed).await?;
            Ok((status, Page(page)).into_response())
        }
    }
}
