//! `/statements/N/readable`: a PDF of a file that few can read is made, to go beside it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use operations::{Making, ReadableForms, readable_forms};
use rules::{Number, Verb};

use super::act::Act;
use super::save::to;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::readable::MakingPage;
use crate::view::SignedIn;

/// After how many seconds the page looks again.
const LOOK_AGAIN: &str = "2";

/// Shows that a PDF is being made, and leads back once it is there, or once it is known why there is none.
pub(crate) async fn show(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
) -> Result<Response, Failed> {
    let number = Number(number);
    let statement = operations::see(&site.desk, &view.actor, number).await?;
    let ReadableForms { lacking, .. } =
        readable_forms(&site.desk.store.reader(), &statement).await?;
    let being_made = lacking.iter().filter(|it| it.making == Making::Now);
    let files: Vec<_> = being_made.map(|it| (it.file.position, it.file.name.clone())).collect();
    if !files.is_empty() {
        let page = Page(MakingPage::new(view, number, files));
        return Ok(([("refresh", LOOK_AGAIN)], page).into_response());
    }
    let has_failed = lacking.iter().any(|it| matches!(it.making, Making::Failed(_)));
    let done = if has_failed { "pdf-failed" } else { "pdf-made" };
    Ok(to(&format!("/statements/{number}/preview?done={done}#attached")))
}

/// Has a PDF made of a file, lets the statement go without it, or takes out one whose file is not there any more.
pub(crate) async fn change(act: Act) -> Result<Response, Failed> {
    let (desk, actor, number) = (&act.site.desk, &act.view.actor, act.number);
    let position = act.typed.numbers("position").first().copied().unwrap_or_default();
    match act.typed.one("do") {
        "make" => match operations::want_pdf(desk, actor, number, position).await {
            Ok(()) => Ok(to(&format!("/statements/{number}/readable"))),
            refused => act.after(Verb::Edit, refused, ["posted", "saved"]).await,
        },
        "forgo" => {
            let forgone = operations::forgo_pdf(desk, actor, number, position).await;
            act.after(Verb::Edit, forgone, ["posted", "pdf-forgone"]).await
        }
        "remove" => {
            let removed =
                operations::remove_attachment(desk, actor, number, position, act.site.now()).await;
            act.after(Verb::Edit, removed, ["posted", "file-removed"]).await
        }
        _ => {
            // Whoever may not know of the statement is told nothing of the form.
            operations::see(desk, actor, number).await?;
            Err(Failed::not_found("form"))
        }
    }
}
